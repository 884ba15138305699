/** What may follow a literal: a value that varies from line to line, or the line's end. */
export const FIELD = {
  id: 1,
  session: 2,
  user: 3,
  time: 4,
  account: 5,
  source: 6,
  pool: 7,
  activity: 8,
  reason: 9,
  lease: 10,
  /** A string, or an integer of digits alone, that says nothing to us. */
  text: 11,
  digits: 12,
  end: 13,
} as const;
export type Field = (typeof FIELD)[keyof typeof FIELD];

/** A run of bytes that a layout fixes, and what follows it. */
export interface LayoutStep {
  readonly literal: Uint8Array;
  readonly then: Field;
}

/** Where layouts part: no field, only children. */
const BRANCH = 0;

/** One run of fixed bytes, what follows it, then one of the children: `next` and its `other`s, of which one at most fits. */
export interface LayoutNode {
  literal: Uint8Array;
  then: Field | typeof BRANCH;
  /** The kind of fact a line tells that ends here. */
  kind: number;
  next: LayoutNode | null;
  /** The sibling to try when the literal does not stand there. */
  other: LayoutNode | null;
}

const nodeOf = (bytes: Uint8Array, then: LayoutNode['then'], kind: number): LayoutNode => ({
  literal: bytes,
  then,
  kind,
  next: null,
  other: null,
});

const commonLength = (left: Uint8Array, right: Uint8Array): number => {
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at += 1;
  return at;
};

/** Leaves the first `length` bytes in the node and moves the rest of them, and all that follows, to a child. */
const split = (node: LayoutNode, length: number): void => {
  const bytes = node.literal;
  const child = nodeOf(bytes.slice(length), node.then, node.kind);
  child.next = node.next;
  node.literal = bytes.slice(0, length);
  node.then = BRANCH;
  node.next = child;
};

/** A radix tree of line layouts: what they share is kept, and later compared, once. */
export class LayoutTree {
  root: LayoutNode | null = null;
  /** Layouts in the tree. */
  count = 0;
  /** Literals in the tree, but for those made by parting one in two. */
  size = 0;

  /** Adds the layout of a fact of `kind`, unless it is known. Its last step, and no other, has the field `end`. */
  add(steps: readonly LayoutStep[], kind: number): void {
    this.root = this.grow(this.root, steps, 0, steps[0]!.literal, kind);
  }

  /** Grows the siblings from `first` on by the steps from `index` on, of whose first literal `rest` is left. */
  private grow(
    first: LayoutNode | null,
    steps: readonly LayoutStep[],
    index: number,
    rest: Uint8Array,
    kind: number,
  ): LayoutNode {
    let node = first;
    while (node !== null && !this.shares(node, rest)) node = node.other;
    if (node === null || first === null)
      return this.join(first, this.chain(steps, index, rest, kind));
    const common = commonLength(node.literal, rest);
    const isWhole = common === rest.length;
    if (common < node.literal.length || (!isWhole && node.then !== BRANCH)) split(node, common);
    if (node.then === BRANCH)
      node.next = this.grow(node.next, steps, index, rest.subarray(common), kind);
    else if (node.then !== FIELD.end)
      node.next = this.grow(node.next, steps, index + 1, steps[index + 1]!.literal, kind);
    return first;
  }

  private shares(node: LayoutNode, rest: Uint8Array): boolean {
    const bytes = node.literal;
    return bytes.length === 0 ? rest.length === 0 : bytes[0] === rest[0];
  }

  /** Appends a sibling; one without a literal (a number is next) fits everywhere and so stays last. */
  private join(first: LayoutNode | null, added: LayoutNode): LayoutNode {
    if (first === null || first.literal.length === 0) {
      added.other = first;
      return added;
    }
    first.other = this.join(first.other, added);
    return first;
  }

  private chain(
    steps: readonly LayoutStep[],
    index: number,
    rest: Uint8Array,
    kind: number,
  ): LayoutNode {
    const { then } = steps[index]!;
    const node = nodeOf(rest.slice(), then, kind);
    this.size += 1;
    if (then === FIELD.end) this.count += 1;
    else node.next = this.chain(steps, index + 1, steps[index + 1]!.literal, kind);
    return node;
  }
}
