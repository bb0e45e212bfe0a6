/** Style sheets are bundled beside the script; importing one says that the page needs it. */
declare module '*.css';
