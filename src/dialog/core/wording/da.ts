import type { Catalog } from './en.ts'

/** What the first line says in Danish. The same sentences as `en`, with the same values in them; a test holds the two together. */
export const da: Catalog = {
  disclosure: 'Du taler med den automatiske assistent hos {business}, og det, der bliver sagt, skrives ned.',
  otherLanguage: 'Tryk {key} for dansk.',

  // Questions
  menuAsk: 'Hvad kan jeg hjælpe dig med?',
  serviceAsk: 'Hvad vil du gerne bestille tid til?',
  dayAsk: 'Hvilken dag passer dig?',
  dateAsk: 'Indtast datoen med tasterne, først dag og så måned, med to cifre til hver.',
  dateAskMonthFirst: 'Indtast datoen med tasterne, først måned og så dag, med to cifre til hver.',
  timeAsk: 'Jeg har {times}. Hvilken passer dig?',
  timeAskKeys: 'Jeg har ledige tider {day}.',
  timeAskKeysDays: 'Jeg har de her ledige tider.',
  nameAsk: 'Hvad er dit navn?',
  numberAsk: 'Hvilket nummer kan vi træffe dig på?',
  numberRightAsk: 'Er nummeret, der ender på {tail}, det rigtige at træffe dig på?',
  numberKeys: 'Du kan indtaste det på tasterne og slutte med firkant.',
  entryKeys: 'Du kan indtaste det på tasterne og slutte med firkant.',
  clockKeys: 'Indtast klokkeslættet med tasterne, to cifre for timen og to for minutterne.',
  bookingConfirmAsk: 'Jeg gentager: {service} hos {person}, {day} {time}, {caller}. Skal jeg bestille tiden?',
  messageConfirmAsk: 'Jeg gentager: {caller}. Er det rigtigt?',
  changeAsk: 'Hvad skal jeg rette?',
  matterAsk: 'Hvad drejer det sig om? Sig det med dine egne ord.',
  urgentAsk: 'Haster det?',
  answeredAsk: 'Var det svar på dit spørgsmål?',
  topicAsk: 'Hvad vil du gerne vide?',
  moreAsk: 'Er der andet, jeg kan hjælpe med?',
  spamAsk: 'Vi tager ikke imod salgsopkald her. Ringer du om noget andet?',

  // Labels of keys
  keyFirst: 'Tryk {key} {label}',
  keyNext: '{key} {label}',
  keyFirstTyped: 'Svar {key} {label}',
  forLabel: 'for {label}',
  or: 'eller',
  and: 'og',
  toBook: 'for at bestille tid',
  toLeaveMessage: 'for at lægge en besked',
  toAsk: 'for åbningstider og spørgsmål',
  forPerson: 'for at få fat i en medarbejder',
  forSoonest: 'for den første ledige tid',
  forNextWeek: 'for næste uge',
  forDate: 'for at indtaste en dato',
  forLater: 'for senere tider',
  forEarlier: 'for tiderne før disse',
  forAnotherDay: 'for en anden dag',
  forMoreOptions: 'for at høre flere',
  forYes: 'for ja',
  forNo: 'for nej',
  forTimeChange: 'for tidspunktet',
  forServiceChange: 'for behandlingen eller ydelsen',
  forNameChange: 'for navnet',
  forNumberChange: 'for telefonnummeret',
  forHours: 'for vores åbningstider',
  toRecord: 'for at indtale det',

  // Not understood, not heard
  sorryOnce: 'Undskyld, det fik jeg ikke fat i.',
  sorryAgain: 'Undskyld, jeg forstod det stadig ikke. Sig det gerne med få ord, eller brug tasterne.',
  silentOnce: 'Jeg kan ikke høre dig.',
  personHint: 'Nul fører dig altid til en besked til en medarbejder.',
  giveUp: 'Jeg beklager, at jeg ikke forstår det. Lad mig i stedet tage imod en besked til en kollega.',
  impossibleDate: 'Den dato kan jeg ikke finde i kalenderen.',
  hearingLost: 'Jeg kan ikke længere høre, hvad du siger, så brug venligst tasterne herfra.',

  // Booking
  wait: 'Et øjeblik.',
  timeNotFree: 'Den tid er ikke ledig.',
  noTimes: 'Der finder jeg ingen ledige tider.',
  noMoreTimes: 'Der er ikke flere tider der.',
  calendarAway: 'Jeg kan ikke se vores kalender lige nu, så lad mig tage imod en besked, så finder en kollega en tid til dig.',
  justTaken: 'Jeg beklager, den tid er lige blevet taget.',
  bookingUnavailable:
    'Jeg kunne ikke bestille tiden lige nu, så der er ikke bestilt noget. Lad mig i stedet tage imod en besked til en kollega.',
  booked: 'Din tid er bestilt: {service} hos {person}, {day} {time}. Vi glæder os til at se dig.',

  // Facts about the caller
  callerNameNumber: 'dit navn er {name}, og dit nummer er {number}',
  callerName: 'dit navn er {name}',
  callerNumber: 'dit nummer er {number}',
  callerSpoken: 'dit navn, som du sagde det',
  callerSpokenNumber: 'dit navn, som du sagde det, og dit nummer {number}',
  callerNothing: 'uden navn og nummer',

  // Messages
  recordMessage:
    'Jeg optager, hvad du siger, så en kollega kan høre det. Sig dit navn, og hvad det drejer sig om, efter tonen, og tryk på en tast, når du er færdig.',
  recordSlot: 'Jeg optager det, så en kollega kan høre det. Svar efter tonen, og tryk på en tast, når du er færdig.',
  recordName: 'Jeg optager dit navn, så en kollega kan høre det. Sig det efter tonen, og tryk på en tast, når du er færdig.',
  recordedNothing: 'Jeg hørte ikke noget.',
  recordingFailed: 'Jeg beklager, optagelsen lykkedes ikke.',
  spokenName: 'indtalt navn',
  withoutName: 'uden navn',
  matterOfBooking: 'Vil gerne have en tid: {service}, {wish}',
  spokenAnswer: 'indtalt besked',
  takeMessage: 'Jeg tager imod en besked til en kollega.',
  passedOnCallback: 'Jeg har givet din besked videre. En kollega ringer til dig inden {time} {day}.',
  passedOn: 'Jeg har givet din besked videre. En kollega ser på den inden {time} {day}.',
  passedOnBare: 'Jeg har givet videre, at du har ringet. En kollega ringer til dig inden {time} {day}.',
  nothingToPassOn: 'Uden et nummer eller en besked har jeg ikke noget at give videre. Du er velkommen til at ringe igen.',
  closedNow: 'Vi har lukket lige nu og åbner {day} {time}.',

  // A person, a protected topic, an emergency
  nobodyFree:
    'Jeg er en automatisk assistent og kan ikke stille dig om til en medarbejder lige nu. Hvis jeg tager imod en besked, kan en kollega ringe til dig inden {time} {day}.',
  alreadyPassedOn: 'En kollega har allerede fået din besked og vender tilbage inden {time} {day}.',
  protectedTopic: 'Det skal en kollega se på personligt. Jeg tager imod en besked om det.',
  emergencyNumber: 'Hvis nogen er i fare, så læg på og ring {number} nu.',
  emergencyNumberUnknown: 'Hvis nogen er i fare, så læg på og ring til alarmcentralen nu.',
  emergencyPassedOn: 'Jeg har givet det videre som hastende. En kollega ser det inden {time} {day}.',
  emergencyMore: 'Hvad kan jeg ellers gøre for dig lige nu?',

  // Hours
  hoursOpen: 'Vi har åbent {day} {spans}.',
  hoursClosed: 'Vi har lukket {day}.',
  hoursNext: 'Vi åbner igen {day}, {spans}.',
  hoursSpan: 'fra {from} til {to}',
  hoursDay: '{day} {spans}',
  hoursWeek: 'Vores åbningstider er {days}.',
  hoursUnknown: 'Jeg har ingen åbningstider at fortælle dig.',
  noted: 'Tak, det har jeg noteret.',
  noAnswer: 'Det har jeg ikke et godkendt svar på. Lad mig tage imod en besked til en kollega.',
  dayRange: '{first} til {last}',

  // Leave-taking
  goodbye: 'Tak, fordi du ringede til {business}. Farvel.',
  goodbyeSilent: 'Jeg kan ikke høre dig, så jeg slutter her. Ring gerne igen. Farvel.',
  goodbyeSilentCallback:
    'Jeg kan ikke høre dig, så jeg slutter her. Jeg har givet videre, at du har ringet, og en kollega ringer til dig inden {time} {day}. Farvel.',
  stopping: 'Jeg beklager, vores system skal genstarte, og jeg må slutte her. Det, du har fortalt mig, er gemt, og en kollega følger op.',
  stoppingDone: 'Jeg beklager, vores system skal genstarte, og jeg må slutte her. Det, vi har aftalt, er gemt.',
}
