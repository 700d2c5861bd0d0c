/** What the build understands beside TypeScript: style sheets, imported for their effect. */
declare module '*.css';

interface ImportMeta {
  glob<Module>(
    patterns: string | readonly string[],
    options: { eager: true; query?: string; import?: string },
  ): Record<string, Module>;
}
