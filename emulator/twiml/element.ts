/** One element of a TwiML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** All the text inside the element and its children, with each run of white space as one space. */
  readonly text: string;
}

export interface Warning {
  /** Twilio's code for what is wrong. */
  readonly code: number;
  readonly message: string;
}

/** What a document says, once it has been checked. */
export interface Parsed {
  readonly verbs: readonly Element[];
  /** Unknown verbs and attributes, and impossible values: the document is run without them. */
  readonly warnings: readonly Warning[];
}

/** A whole number from an attribute, or `otherwise` when it is absent or no number. */
export function numberOf(element: Element, attribute: string, otherwise: number): number {
  const value = element.attributes[attribute];
  return value !== undefined && /^\d+$/.test(value.trim()) ? Number(value) : otherwise;
}

/** True or false from an attribute, or `otherwise` when it is absent. */
export function flagOf(element: Element, attribute: string, otherwise: boolean): boolean {
  const value = element.attributes[attribute];
  return value === undefined ? otherwise : value.toLowerCase() === 'true';
}
