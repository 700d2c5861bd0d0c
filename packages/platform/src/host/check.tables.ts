/** Tables: all in the plugin's own PostgreSQL schema, with foreign keys only to core or to plugins in `uses`. */
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import type { Plugin } from '@cunzhi/plugin';
import { schemaOf } from '../database/index.ts';
import { quarantined, type Problem } from './problem.ts';

export function tableProblems(plugin: Plugin): Problem[] {
  const own = schemaOf(plugin);
  const allowed = new Set([own, 'core', ...Object.values(plugin.uses).map((use) => schemaOf(use.plugin))]);
  return plugin.tables.flatMap((declaration, index) => {
    if (!declaration || !is(declaration.table, PgTable)) return notATable(plugin.id, index);
    const { name, schema = 'public', foreignKeys, columns } = getTableConfig(declaration.table);
    if (schema !== own) return foreignSchema(plugin.id, `${schema}.${name}`, own);
    if (declaration.kind === 'global' && !declaration.why?.trim()) return noReason(plugin.id, `${schema}.${name}`);
    const hasColumn = (wanted: string) => columns.some((column) => column.name === wanted);
    const place = declaration.kind === 'placed' ? (declaration.column ?? 'place_code') : undefined;
    if (place && !hasColumn(place)) return noPlace(plugin.id, `${schema}.${name}`, place);
    return foreignKeys
      .map((key) => getTableConfig(key.reference().foreignTable))
      .filter((target) => !allowed.has(target.schema ?? 'public'))
      .map((target) => foreignKey(plugin.id, `${schema}.${name}`, `${target.schema ?? 'public'}.${target.name}`));
  });
}

const notATable = (id: string, index: number): Problem =>
  quarantined(
    [`${id} 的 tables 第 ${index + 1} 项不是表。`, `Number ${index + 1} of the tables of ${id} is not a table.`],
    ['写成 placed(表, …) 或 global(表, 原因)。', 'Write placed(table, …) or global(table, why).'],
  );

const foreignSchema = (id: string, table: string, own: string): Problem =>
  quarantined(
    [`${id} 的表 ${table} 不在它自己的 ${own} 里。`, `The table ${table} of ${id} is outside its own schema ${own}.`],
    [`用 pgSchema('${own}') 定义它。`, `Define it with pgSchema('${own}').`],
  );

const noReason = (id: string, table: string): Problem =>
  quarantined(
    [`${id} 的表 ${table} 声明为 global，但没有写原因。`, `The table ${table} of ${id} is global without a reason.`],
    ['写上它为什么不属于任何地方，或改用 placed(…)。', 'Say why it belongs to no place, or use placed(…).'],
  );

const noPlace = (id: string, table: string, column: string): Problem =>
  quarantined(
    [`${id} 的表 ${table} 没有 ${column} 这一列，却声明为 placed。`, `The table ${table} of ${id} has no column ${column}, but is declared placed.`],
    ['加上 placeCode(\'place_code\')，或用 column 写明是哪一列，或用 global(表, 原因) 声明它。', "Give it placeCode('place_code'), name the column with `column`, or declare it with global(table, why)."],
  ); // prettier-ignore

const foreignKey = (id: string, table: string, target: string): Problem =>
  quarantined(
    [
      `${id} 的表 ${table} 有外键指向 ${target}，但没有在 uses 里写它的插件。`,
      `The table ${table} of ${id} has a foreign key to ${target}, whose plugin is not in its uses.`,
    ],
    ['把那个插件写进 uses，或只存编号、不建外键。', 'Add that plugin to uses, or keep the id without a foreign key.'],
  );
