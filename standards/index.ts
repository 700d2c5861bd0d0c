/** The folder with the norms as data; a deployment that names no folder of its own uses this one. */
export const standards = new URL('./', import.meta.url);
