/** A copy of an object, of its class: its fields one deep, but for those given anew. */
export const copyWith = <T extends object>(
  object: T,
  fields: Readonly<Record<string, unknown>>,
): T => Object.assign(Object.create(Object.getPrototypeOf(object) as object) as T, object, fields);
