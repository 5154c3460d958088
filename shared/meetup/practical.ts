import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { line, paragraphs } from "../text-rules.ts";

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

const text = paragraphs(0, LIMITS.practicalText.max).optional();

/** The parts of it that `meetup.edit` changes. */
export const practicalSchema = z.strictObject({
  wifiName: line(0, LIMITS.wifiName.max).optional(),
  wifiPassword: line(0, LIMITS.wifiPassword.max).optional(),
  address: text,
  food: text,
  contact: text,
  other: text,
});

/** All of it, once some parts have been changed. */
export function practicalAfter(before: Practical, set: z.output<typeof practicalSchema>): Practical {
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
