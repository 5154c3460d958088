/** What people on site need to know; empty where nothing is said. All but the Wi-Fi's two are Markdown. */
export interface Practical {
  wifiName: string;
  wifiPassword: string;
  address: string;
  food: string;
  /** Whom to talk to about the code of conduct. */
  contact: string;
  other: string;
}

/** Nothing said yet. */
export const NOTHING_PRACTICAL: Practical = {
  wifiName: "",
  wifiPassword: "",
  address: "",
  food: "",
  contact: "",
  other: "",
};

/** All of it, once some parts have been changed. */
export function practicalAfter(before: Practical, set: { [Part in keyof Practical]?: string | undefined }): Practical {
  return {
    wifiName: set.wifiName ?? before.wifiName,
    wifiPassword: set.wifiPassword ?? before.wifiPassword,
    address: set.address ?? before.address,
    food: set.food ?? before.food,
    contact: set.contact ?? before.contact,
    other: set.other ?? before.other,
  };
}

/** What a QR code says so that a phone joins a Wi-Fi. */
export function wifiCode({ wifiName, wifiPassword }: Practical): string {
  const escaped = (part: string) => part.replaceAll(/[\\;,:"]/gu, (each) => `\\${each}`);
  const secured = wifiPassword === "" ? "T:nopass;" : `T:WPA;P:${escaped(wifiPassword)};`;
  return `WIFI:S:${escaped(wifiName)};${secured};`;
}
