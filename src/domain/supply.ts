/** What the records say of a supply (contract section 6). A balance alone cuts nobody off. */
export interface Supply {
  /** `connected` or `cut_for_arrears`. */
  readonly supply: string;
  /** `postpaid` or `prepaid`. */
  readonly meter: string;
  readonly balanceCents: number;
}

/** Whether the credit of a prepaid meter is gone. */
export const isUsedUp = ({ meter, balanceCents }: Pick<Supply, 'meter' | 'balanceCents'>): boolean =>
  meter === 'prepaid' && balanceCents <= 0;

/** Whether the supply is off, as far as the records know, until somebody pays. */
export const isUnpaid = (supply: Supply): boolean => supply.supply !== 'connected' || isUsedUp(supply);
