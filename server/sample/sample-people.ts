import type { Profile } from "../../shared/meetup/lens.ts";
import type { SeededChance } from "../../shared/seeded-chance.ts";

/** The people of the sample meetup. All of them are made up; letters tell namesakes apart. */
export const SAMPLE_NAMES = [
  "Aiko",
  "Amara",
  "Anselm K",
  "Bashir",
  "Beatriz",
  "Björn",
  "Chidi",
  "Ciara",
  "Dalia R",
  "Dmitri",
  "Efua",
  "Elif",
  "Emeka O",
  "Farah",
  "Gonzalo",
  "Hana",
  "Haruto",
  "Ines",
  "Ishaan",
  "Jamila",
  "Jarek",
  "Kaito M",
  "Kofi",
  "Lakshmi",
  "Lars",
  "Leilani",
  "Linh",
  "Luca",
  "Maja",
  "Malik",
  "Marisol",
  "Mei",
  "Mikko",
  "Nadia",
  "Naveen",
  "Niamh",
  "Olumide",
  "Paloma",
  "Petra",
  "Rania",
  "Ravi S",
  "Saoirse",
  "Seun",
  "Sofia T",
  "Tamar",
  "Tariq",
  "Thandiwe",
  "Tomás",
  "Ulla",
  "Wanjiru",
  "Xochitl",
  "Yara",
  "Yusuf",
  "Zofia",
] as const;

export type SampleName = (typeof SAMPLE_NAMES)[number];

/** What one of them says of their operation: small teams automate less; about one in six says nothing. */
export function sampleProfile(chance: SeededChance): Profile | undefined {
  if (chance.next() < 1 / 6) return undefined;
  const people = chance.oneOf(["1-4", "1-4", "5-15", "5-15", "5-15", "over-15"] as const);
  const isLarge = people === "over-15";
  return {
    people,
    services: isLarge ? ["compute", "dns", "load-balancing", "network", "storage"] : ["compute", "network", "storage"],
    deployment: chance.oneOf(
      isLarge ? (["automated", "continuous"] as const) : (["by-hand", "scripted", "automated"] as const),
    ),
    automation: chance.oneOf(isLarge ? (["some", "most"] as const) : (["little", "some"] as const)),
    fixes: chance.oneOf(["file", "some", "patches", "upstream"] as const),
  };
}
