/** Modules that come with Node.js and Python: no manifest lists them. */
const names = new Set(
  (
    'assert async_hooks buffer child_process cluster console constants crypto dgram dns domain events fs http http2 https ' +
    'inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls ' +
    'tty url util v8 vm wasi worker_threads zlib sqlite test ' +
    'abc argparse array ast asyncio atexit base64 bisect builtins bz2 calendar cmath code codecs collections colorsys ' +
    'concurrent configparser contextlib contextvars copy csv ctypes curses dataclasses datetime decimal difflib dis doctest ' +
    'email enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob ' +
    'graphlib gzip hashlib heapq hmac html imaplib importlib inspect io ipaddress itertools json keyword linecache locale ' +
    'logging lzma mailbox marshal math mimetypes mmap multiprocessing netrc numbers operator optparse pathlib pdb pickle pkgutil ' +
    'platform plistlib pprint profile pstats pty pwd py_compile queue random re resource runpy sched secrets select selectors ' +
    'shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess symtable ' +
    'sysconfig syslog tarfile tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback ' +
    'tracemalloc tty turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser xml zipfile ' +
    'zipimport zoneinfo distutils std core alloc'
  ).split(' '),
);

/** Whether a name is one of a standard library. */
export function isStandardLibrary(name: string): boolean {
  return name.startsWith('node:') || names.has(name.split(/[./]/, 1)[0] ?? name);
}
