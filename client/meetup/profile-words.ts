import { maturityOf, scaleOf, type Profile, type Service } from "../../shared/meetup/lens.ts";

/** A question of the profile, in the words in which it is asked and shown. */
export interface Question<K extends keyof Profile> {
  key: K;
  asks: string;
  answers: [
    value: NonNullable<Profile[K]> extends readonly (infer One)[] ? One : NonNullable<Profile[K]>,
    words: string,
  ][];
}

export const PEOPLE: Question<"people"> = {
  key: "people",
  asks: "How many people run your cloud?",
  answers: [
    ["1-4", "1 to 4"],
    ["5-15", "5 to 15"],
    ["over-15", "More than 15"],
  ],
};

export const FIXES: Question<"fixes"> = {
  key: "fixes",
  asks: "What happens when you hit a bug?",
  answers: [
    ["file", "We file it"],
    ["some", "We fix some"],
    ["patches", "We carry patches"],
    ["upstream", "A team takes it upstream"],
  ],
};

export const DEPLOYMENT: Question<"deployment"> = {
  key: "deployment",
  asks: "How do changes get deployed?",
  answers: [
    ["by-hand", "By hand"],
    ["scripted", "With scripts"],
    ["automated", "Automatically, when we say so"],
    ["continuous", "Continuously"],
  ],
};

export const AUTOMATION: Question<"automation"> = {
  key: "automation",
  asks: "How much of the daily work is automated?",
  answers: [
    ["little", "Little"],
    ["some", "Some"],
    ["most", "Most"],
  ],
};

const SERVICE_WORDS: Record<Service, string> = {
  compute: "Compute",
  storage: "Storage",
  network: "Network",
  dns: "DNS",
  "load-balancing": "Load balancing",
  firewall: "Firewall",
  database: "Database",
  containers: "Containers",
  other: "Other",
};

export const OFFERED: Question<"services"> = {
  key: "services",
  asks: "What do you offer?",
  answers: Object.entries(SERVICE_WORDS) as [Service, string][],
};

/** What someone has answered, in words, in the order in which it is asked. */
export function answersOf(profile: Profile): { asks: string; says: string }[] {
  const one = <K extends "people" | "fixes" | "deployment" | "automation">({ key, asks, answers }: Question<K>) => {
    const says = answers.find(([value]) => value === profile[key])?.[1];
    return says === undefined ? [] : [{ asks, says }];
  };
  const offered = OFFERED.answers.flatMap(([service, words]) => (profile.services?.includes(service) ? [words] : []));
  return [
    ...one(PEOPLE),
    ...one(FIXES),
    ...one(DEPLOYMENT),
    ...one(AUTOMATION),
    ...(offered.length > 0 ? [{ asks: OFFERED.asks, says: offered.join(", ") }] : []),
  ];
}

/** What the answers so far count as, in the words of the lens. */
export function countsAs(profile: Profile): string {
  const groups = [scaleOf(profile), maturityOf(profile)].filter((group) => group !== undefined);
  return groups.length === 0 ? "" : `Your votes count as ${groups.join(" and ")}.`;
}
