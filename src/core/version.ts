/** The version that reports carry; the same as in package.json, which a unit test holds together. */
export const VERSION = '0.1.0';
