import { DataTypes, type Model, type ModelAttributeColumnOptions } from 'sequelize';

type Column = ModelAttributeColumnOptions;

/** Text of at most `length` characters. */
export const text = (length = 191): Column => ({ type: DataTypes.STRING(length), allowNull: false });

/** A code, a state, a kind: short text that rules compare. */
export const code = (): Column => text(64);

/** A phone number, E.164. */
export const phone = (): Column => text(32);

/** Text without a limit that matters. */
export const longText = (): Column => ({ type: DataTypes.TEXT, allowNull: false });

export const integer = (): Column => ({ type: DataTypes.INTEGER, allowNull: false });

export const flag = (): Column => ({ type: DataTypes.BOOLEAN, allowNull: false });

/** A moment, UTC, with milliseconds (a plain `DATE` loses them on MySQL). */
export const moment = (): Column => ({ type: DataTypes.DATE(3), allowNull: false });

/** A day without a time: `2026-03-01`. */
export const day = (): Column => ({ type: DataTypes.DATEONLY, allowNull: false });

export const autoId = (): Column => ({
  type: DataTypes.INTEGER,
  allowNull: false,
  primaryKey: true,
  autoIncrement: true,
});

export const key = (column: Column): Column => ({ ...column, primaryKey: true });

export const optional = (column: Column): Column => ({ ...column, allowNull: true, defaultValue: null });

export const withDefault = (column: Column, value: string | number | boolean): Column => ({
  ...column,
  defaultValue: value,
});

/** A list of words, kept as text with `;` between them; the words themselves hold no `;`. */
export const list = (name: string): Column => ({
  type: DataTypes.TEXT,
  allowNull: false,
  defaultValue: '',
  get(this: Model): string[] {
    const raw = this.getDataValue(name) as string | null | undefined;
    return raw ? raw.split(';') : [];
  },
  set(this: Model, value: readonly string[]) {
    this.setDataValue(name, value.join(';'));
  },
});

/** Any JSON object, kept as text: MariaDB and MySQL disagree about a JSON column. */
export const json = (name: string): Column => ({
  type: DataTypes.TEXT,
  allowNull: false,
  defaultValue: '{}',
  get(this: Model): unknown {
    const raw = this.getDataValue(name) as string | null | undefined;
    return JSON.parse(raw ?? '{}') as unknown;
  },
  set(this: Model, value: unknown) {
    this.setDataValue(name, JSON.stringify(value));
  },
});
