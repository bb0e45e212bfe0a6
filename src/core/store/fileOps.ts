/** What stands at a path, links not followed. `other`: a link, a pipe, a device. */
export type PathKind = 'file' | 'directory' | 'other' | 'missing';

/** A file that did not exist before, open for writing. */
export interface NewFile {
  /** Writes all of `bytes`. Rejects when the disk takes less than that. */
  write(bytes: Uint8Array): Promise<void>;
  /** Brings what was written to the disk itself. */
  sync(): Promise<void>;
  /** How many bytes the file has by the system's own account. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/**
 * The steps that the store's writes are made of. They stand behind an interface so that a test can make each of them
 * fail, or be the last one of a process. All paths are absolute; rejections are Node.js system errors.
 */
export interface FileOps {
  kind(path: string): Promise<PathKind>;
  /** The names in a folder, sorted; none when there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
  /** A regular file's bytes, or undefined when there is none. A link is not followed, and counts as none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Makes one folder, not its parents. False when it was there already. */
  makeFolder(path: string): Promise<boolean>;
  /** Creates a file; `EEXIST` when there is one. */
  create(path: string): Promise<NewFile>;
  /** Gives a file a second name; `EEXIST` when that name is taken. */
  link(path: string, secondName: string): Promise<void>;
  /** Moves a file over whatever file has the new name, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a link itself. Nothing happens when it is gone already. */
  remove(path: string): Promise<void>;
  /** Removes a folder with everything below it; links in it are removed, not followed. */
  removeFolder(path: string): Promise<void>;
  /** Brings a folder's list of names to the disk, where the system can do that. */
  syncFolder(path: string): Promise<void>;
}
