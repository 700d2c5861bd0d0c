/** What the build understands beside TypeScript: style sheets, imported for their effect. */
declare module '*.css';

interface ImportMeta {
  /** True in what the build made, false in `vite dev`. */
  readonly env: { readonly PROD: boolean };
  glob<Module>(
    patterns: string | readonly string[],
    options: { eager: true; query?: string; import?: string },
  ): Record<string, Module>;
}
