/**
 * Directions: who may import whom. Each law is a rule with a name; its comment says what to do instead.
 *
 * `apps ▶ plugins ▶ packages ▶ standards (data)`. Every rule has a failing example in test/directions/fixtures, so
 * that a rule which no longer bites is found too.
 */

/** Packages by name, wherever the installer put them, and also when they are not installed at all. */
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/|^(${names.join('|')})(/|$)`;

const DRIVERS = npm(
  'postgres',
  'pg',
  'pg-[a-z]+',
  'postgres-[a-z]+',
  'mysql2?',
  'sqlite3',
  'better-sqlite3',
  '@electric-sql/pglite',
  '@neondatabase/serverless',
);
const GRAPHQL = npm('graphql', 'graphql-[a-z]+', '@pothos/[a-z-]+');
const DOORS = [
  '^(packages|plugins)/[^/]+/(src|admin)/index\\.ts$',
  '^packages/admin/src/define\\.ts$',
  '^packages/plugin/test\\.ts$',
  '^plugins/evaluation/src/engine/index\\.ts$',
];

/** The rooms of the platform: each may use those before it; `jobs` and `files` do not know each other. */
const ROOMS = [
  'config', 'log', 'database', 'access', 'plugins', 'events', 'audit', 'sensitive', 'schema', 'jobs', 'host', 'files', 'sign-in', 'pipeline', 'http',
]; // prettier-ignore
const forbiddenFor = (room, index) => [...(room === 'files' ? ['jobs'] : []), ...ROOMS.slice(index + 1)];

const law = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    law(
      'no-circle',
      'Two files need each other at run time. Move what both need into a third file, or let one tell the other by an event.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    law(
      'every-import-resolves',
      'This import leads nowhere. Name the dependency in package.json; of a package import only what its `exports` lists.',
      {},
      { couldNotResolve: true, pathNot: '^virtual:' }, // `virtual:…` is made by the build
    ),

    // apps ▶ plugins ▶ packages ▶ standards
    law(
      'packages-import-no-plugin-and-no-app',
      'packages/ is what the platform is made of and knows no plugin. Let the plugin hand it in: a key of `definePlugin`, an option of the app.',
      // `@cunzhi/plugin/test` hands plugin authors the harness of the server; nothing but tests imports it.
      { path: '^packages/', pathNot: '^packages/plugin/test\\.ts$' },
      { path: '^(plugins|apps)/|^cunzhi\\.config\\.ts$' },
    ),
    law(
      'plugins-import-no-app',
      'A plugin does not know who starts it. Take what you need from `ctx`, or from @cunzhi/plugin and @cunzhi/admin.',
      { path: '^plugins/' },
      { path: '^apps/|^cunzhi\\.config\\.ts$' },
    ),
    law(
      'apps-import-no-other-app',
      'Apps are started, not imported. Move what both need into a package.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    law(
      'apps-import-no-deployment',
      'One server runs any deployment. Take the config as an option; `loadDeployment` finds it by its file.',
      { path: '^apps/' },
      { path: '^cunzhi\\.config\\.ts$' },
    ),
    law(
      'only-through-the-door',
      'Another plugin or package is reached through its index.ts only. Export what you need there, or ask its owner for it.',
      { path: '^(packages|plugins|apps|test)/([^/]+)/' },
      { path: '^(packages|plugins)/', pathNot: ['^$1/$2/', ...DOORS] },
    ),
    law(
      'by-name-not-by-path',
      'Write the name of the package (`@cunzhi/core`), not a path into its folder: only then package.json shows who uses whom.',
      { path: '^(packages|plugins|apps|test)/([^/]+)/' },
      { path: '^(packages|plugins|apps)/', pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    ),

    // Inside packages/
    law(
      'contract-stands-alone',
      'packages/plugin is what plugin authors import; it knows no other package. Declare a type here and let the platform fulfil it.',
      // The example of its README is a plugin like any other.
      { path: '^packages/plugin/', pathNot: '^packages/plugin/example/' },
      { path: '^packages/', pathNot: '^packages/plugin/' },
    ),
    law(
      'platform-knows-no-business',
      'The platform runs plugins without knowing any, the core included. Take it as an option of `startHost` or `serve`.',
      { path: '^packages/platform/', pathNot: '\\.(test|fixture)\\.ts$' },
      { path: '^packages/(core|admin)/' },
    ),
    law(
      'plugins-know-only-the-contract',
      'Plugins, the core too, import @cunzhi/plugin and never the platform behind it. What is missing in the contract is asked for there.',
      { path: '^(plugins|packages/core)/' },
      { path: '^packages/platform/' },
    ),

    // The two halves
    law(
      'admin-imports-no-server',
      'The browser’s half and the server’s half meet in GraphQL. Ask a field for it; a rule is decided on the server.',
      { path: '^(packages/core|plugins/[^/]+|apps)/admin/|^packages/admin/' },
      { path: '^(packages|plugins)/[^/]+/src/|^apps/server/', pathNot: '^packages/admin/' },
    ),
    law(
      'server-imports-no-admin',
      'The server’s half knows no page. Give the page a field that answers what it wants to know.',
      { path: '^(packages/(plugin|platform|core)|plugins/[^/]+)/src/|^apps/server/' },
      { path: '^(packages|plugins)/[^/]+/admin/|^packages/admin/|^apps/admin/' },
    ),

    // One door to data
    law(
      'only-platform-opens-the-database',
      'Only packages/platform/src/database opens a connection. Use `ctx.db`; in a command `asOwner`, in a test `host.sql`.',
      { pathNot: ['^packages/platform/src/', '^test/(harness|matrix|proofs)/'] },
      { path: DRIVERS },
    ),
    law(
      'only-platform-opens-the-database',
      'Only packages/platform/src/database opens a connection; elsewhere in the platform and in the harness its types are enough (`import type`).',
      { path: '^(packages/platform/src|test/(harness|matrix|proofs))/', pathNot: '^packages/platform/src/database/' },
      { path: DRIVERS, dependencyTypesNot: ['type-only'] },
    ),
    law(
      'only-platform-opens-the-database',
      '`drizzle(…)` can open a connection. A plugin has one already: `ctx.db`, or `db` in `reference`.',
      { path: '^(packages|plugins)/', pathNot: ['^packages/platform/src/'] },
      { path: 'node_modules/drizzle-orm/postgres-js/', dependencyTypesNot: ['type-only'] },
    ),

    // The rooms of the platform
    ...ROOMS.map((room, index) =>
      law(
        'platform-rooms-in-order',
        `The rooms build on each other: ${ROOMS.join(' ◀ ')}. Hand the later thing in as a parameter, or move the code to the later room.`,
        { path: `^packages/platform/src/${room}/`, pathNot: '\\.test\\.ts$' },
        {
          path: `^packages/platform/src/(${[...forbiddenFor(room, index).map((later) => `${later}/`), 'index\\.ts$'].join('|')})`,
        },
      ),
    ),
    law(
      'platform-rooms-through-doors',
      'A room is entered through its index.ts. Export there what others need.',
      { path: '^packages/platform/src/([^/]+)', pathNot: '\\.test\\.ts$' },
      {
        path: '^packages/platform/src/[^/]+/',
        pathNot: ['^packages/platform/src/$1/', '^packages/platform/src/[^/]+/index\\.ts$'],
      },
    ),

    // Tests
    law(
      'only-tests-import-the-harness',
      'The harness starts whole servers; only tests, their fixtures and test/ use it. Move the example into a test.',
      { pathNot: ['\\.(test|fixture)\\.ts$', '^test/', '^apps/server/test/', '^packages/plugin/test\\.ts$'] },
      { path: '^test/|^apps/server/test/|^vitest|(^|/)node_modules/(vitest|fast-check|@playwright/test)/' },
    ),
    law(
      'only-tests-import-fixtures',
      'A fixture is made up. What a running server needs stands in the plugin itself, invented records in apps/server/src/demo.',
      { pathNot: ['\\.(test|fixture|bench)\\.ts$', '/fixtures/', '^test/'] },
      { path: '\\.fixture\\.ts$|^(packages|plugins|apps)/.*/fixtures/' },
    ),

    // Roles of files
    law(
      'rule-does-no-input-or-output',
      'A .rule.ts is pure: it reads no clock, no file, no network. Let the service read and hand the value in.',
      { path: '\\.rule\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    law(
      'rule-knows-no-database',
      'A .rule.ts decides about values. Let the service query and hand the rows in.',
      { path: '\\.rule\\.ts$' },
      {
        path: `${npm('drizzle-orm')}|${DRIVERS}|\\.(table|service|loader|graphql)\\.ts$`,
        dependencyTypesNot: ['type-only'],
      },
    ),
    law(
      'service-knows-no-graphql',
      'A .service.ts serves GraphQL, commands and jobs alike. Take plain values, return rows; the .graphql.ts translates.',
      { path: '\\.service\\.ts$' },
      { path: `${GRAPHQL}|\\.graphql\\.ts$` },
    ),
    law(
      'graphql-holds-no-sql',
      'A .graphql.ts names types and fields. Move the query into the .service.ts or .loader.ts and call that.',
      { path: '\\.graphql\\.ts$' },
      { path: npm('drizzle-orm') },
    ),

    // Libraries with a known fault
    law(
      'sockets-only-in-http',
      '`useServer` is a way in without the pipeline. Sockets come in by packages/platform/src/http/websocket.ts; subscribe through it.',
      {},
      { path: '(^|/)node_modules/graphql-ws/.*/use/|^graphql-ws/use/|(^|/)node_modules/graphql-sse/|^graphql-sse' },
    ),
    law(
      'no-graphcache',
      'graphcache’s offlineExchange loses writes (architecture.md). Use the client of @cunzhi/admin; drafts are kept by the outbox.',
      {},
      { path: npm('@urql/exchange-graphcache') },
    ),
  ],

  options: {
    // Types count: who knows the type of a thing knows the thing.
    tsPreCompilationDeps: true,
    // pnpm links workspace packages; the rules speak of the real folders.
    preserveSymlinks: false,
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(packages|plugins|apps)/[^/]+/dist/|^test/(directions/fixtures|journeys/bad-guest)/|^packages/create-cunzhi-plugin/template/',
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
