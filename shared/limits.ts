/** Sizes that pages show and commands enforce: characters for text, counts for lists. */
export const LIMITS = {
  personName: { min: 1, max: 60 },
  meetupTitle: { min: 1, max: 140 },
  meetupPlace: { max: 140 },
  topicTitle: { min: 3, max: 140 },
  description: { max: 5000 },
  tag: { max: 30 },
  tags: 5,
  comment: { min: 1, max: 2000 },
  roomName: { min: 1, max: 60 },
  roomWhere: { max: 200 },
  slotLabel: { max: 80 },
  sideGroupTitle: { min: 3, max: 140 },
  sideGroupPlace: { max: 100 },
  sideGroupCapacity: { min: 2, max: 500 },
  handsQuestion: { min: 1, max: 140 },
  handsAnswer: { min: 1, max: 60 },
  handsAnswers: { min: 2, max: 6 },
  /** Of one meetup; more than the largest has. */
  topics: 10_000,
  sideGroups: 5000,
  /** Of one topic. */
  comments: 2000,
  /** Of one meetup; more than the largest has. */
  rooms: 100,
  slots: 500,
  /** Proposals that wait for an organizer at a time. */
  queue: 200,
  /** Places besides the rooms that a meetup offers to side groups. */
  places: 30,
  /** Of the code on the screen, however it is typed. */
  roomCode: { max: 20 },
  wifiName: { max: 64 },
  wifiPassword: { max: 128 },
  practicalText: { max: 2000 },
  outcome: { max: 500 },
  announcement: { min: 1, max: 200 },
  takeHome: { max: 200 },
  /** How many things one takes home. */
  takeHomeThings: 3,
  /** Of what people take home, as many are shown, the most named. */
  takenHome: 50,
  moderators: 10,
  /** Minutes that a session is made longer or shorter at once. */
  extension: 180,
  scheduleNote: { max: 200 },
  /** Minutes that the schedule is moved at once. */
  shift: 24 * 60,
  versionName: { min: 1, max: 60 },
  /** Named moments of one pad. */
  versions: 200,
  roomCapacity: { min: 1, max: 100_000 },
} as const;
