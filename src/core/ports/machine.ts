/** What `doctor` asks of the machine it runs on. */
export interface Machine {
  /** The version of Node.js, such as `24.21.0`. */
  readonly nodeVersion: string;

  /** The absolute path of a program that would be run under this name, or undefined where there is none. */
  findProgram(name: string): Promise<string | undefined>;

  /** Whether a file could be made in the workspace folder. */
  isWritable(): Promise<boolean>;
}
