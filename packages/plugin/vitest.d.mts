/** A Vite plugin with the settings of a plugin's tests. */
export function cunzhi(): { readonly name: string; readonly config: () => object };
