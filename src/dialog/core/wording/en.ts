/**
 * What the first line says in English. Short, warm, plain; no digit anywhere: numbers, times and names come in as checked
 * values. Labels of keys are written so that they follow "Press 1 ...".
 */
export const en = {
  disclosure: 'You are talking to the automatic assistant of {business}, and what is said is written down.',
  otherLanguage: 'For English, press {key}.',

  // Questions
  menuAsk: 'How can I help you?',
  serviceAsk: 'What would you like an appointment for?',
  dayAsk: 'Which day would suit you?',
  dateAsk: 'Please enter the date with the keys, day and then month, two digits each.',
  dateAskMonthFirst: 'Please enter the date with the keys, month and then day, two digits each.',
  timeAsk: 'I have {times}. Which one suits you?',
  timeAskDay: '{day} I have {times}. Which one suits you?',
  timeAskKeys: 'I have free times {day}.',
  timeAskKeysDays: 'I have these free times.',
  nameAsk: 'What is your name?',
  numberAsk: 'Which number can we reach you on?',
  numberRightAsk: 'Is the number ending in {tail} the right one to reach you on?',
  numberKeys: 'You can enter it with the keys and finish with hash.',
  entryKeys: 'You can enter it with the keys and finish with hash.',
  clockKeys: 'Please enter the time with the keys, two digits for the hour and two for the minutes.',
  bookingConfirmAsk: 'Let me repeat: {service} with {person}, {day} at {time}, {caller}. Shall I book it?',
  messageConfirmAsk: 'Let me repeat: {caller}. Is that right?',
  changeAsk: 'What should I change?',
  matterAsk: 'What is it about? Say it in your own words.',
  urgentAsk: 'Is it urgent?',
  answeredAsk: 'Did that answer your question?',
  topicAsk: 'What would you like to know?',
  moreAsk: 'Is there anything else I can help with?',
  spamAsk: 'We do not take sales calls here. Are you calling about something else?',

  // Labels of keys
  keyFirst: 'Press {key} {label}',
  keyNext: '{key} {label}',
  keyFirstTyped: 'Reply {key} {label}',
  forLabel: 'for {label}',
  or: 'or',
  and: 'and',
  toBook: 'to book an appointment',
  toLeaveMessage: 'to leave a message',
  toAsk: 'for opening hours and questions',
  forPerson: 'to reach a person',
  forSoonest: 'for the first free time',
  forNextWeek: 'for next week',
  forDate: 'to enter a date',
  forLater: 'for later times',
  forEarlier: 'for the times before these',
  forAnotherDay: 'for another day',
  forMoreOptions: 'to hear more',
  forYes: 'for yes',
  forNo: 'for no',
  forTimeChange: 'for the time',
  forServiceChange: 'for the treatment or service',
  forNameChange: 'for the name',
  forNumberChange: 'for the phone number',
  forHours: 'for our opening hours',
  toRecord: 'to record it with your voice',

  // Not understood, not heard
  sorryOnce: 'Sorry, I did not catch that.',
  sorryAgain: 'Sorry, I still did not understand. A few plain words are best, or use the keys.',
  silentOnce: 'I cannot hear you.',
  personHint: 'Zero always takes you to a message for a person.',
  giveUp: 'I am sorry that I do not understand. Let me take a message for a colleague instead.',
  impossibleDate: 'I cannot find that date in the calendar.',
  hearingLost: 'I can no longer hear what you say, so please use the keys from here.',

  // Booking
  wait: 'One moment.',
  timeNotFree: 'That time is not free.',
  noTimes: 'I have no free times then.',
  noMoreTimes: 'There are no more times then.',
  calendarAway: 'I cannot see our calendar right now, so let me take a message and a colleague will find a time for you.',
  justTaken: 'I am sorry, that time has just been taken.',
  bookingUnavailable: 'I could not book it just now, so nothing is booked. Let me take a message for a colleague instead.',
  booked: 'You are booked: {service} with {person}, {day} at {time}. We look forward to seeing you.',

  // Facts about the caller
  callerNameNumber: 'your name is {name} and your number is {number}',
  callerName: 'your name is {name}',
  callerNumber: 'your number is {number}',
  callerSpoken: 'your name as you said it',
  callerSpokenNumber: 'your name as you said it and your number {number}',
  callerNothing: 'without a name or number',

  // Messages
  recordMessage:
    'I will record what you say so that a colleague can listen to it. Say your name and what it is about after the tone, and press any key when you are done.',
  recordSlot: 'I will record it so that a colleague can listen to it. Please answer after the tone, and press any key when you are done.',
  recordName: 'I will record your name so that a colleague can listen to it. Say it after the tone, and press any key when you are done.',
  recordedNothing: 'I did not hear anything.',
  recordingFailed: 'I am sorry, the recording did not work.',
  spokenName: 'spoken name',
  withoutName: 'without a name',
  matterOfBooking: 'Would like an appointment: {service}, {wish}',
  matterOfService: 'Would like an appointment: {service}',
  wishTime: '{day} at {time} with {person}',
  wishSoonest: 'as soon as possible',
  wishDays: 'from {first} to {last}',
  wishAt: 'at {time}',
  wishBetween: 'between {from} and {to}',
  wishAfter: 'after {time}',
  wishBefore: 'before {time}',
  spokenAnswer: 'spoken message',
  takeMessage: 'I will take a message for a colleague.',
  passedOnCallback: 'I have passed on your message. A colleague will call you back before {time} {day}.',
  passedOn: 'I have passed on your message. A colleague will look at it before {time} {day}.',
  passedOnBare: 'I have passed on that you called. A colleague will call you back before {time} {day}.',
  nothingToPassOn: 'Without a number or a message I have nothing to pass on. You are welcome to call again.',
  closedNow: 'We are closed right now and open {day} at {time}.',

  // A person, a protected topic, an emergency
  nobodyFree:
    'I am an automatic assistant and cannot connect you to a person right now. If I take a message, a colleague can call you back before {time} {day}.',
  alreadyPassedOn: 'A colleague already has your message and will get back to you before {time} {day}.',
  protectedTopic: 'That is something a colleague has to look at personally. I will take a message about it.',
  emergencyNumber: 'If anybody is in danger, hang up and call {number} now.',
  emergencyNumberUnknown: 'If anybody is in danger, hang up and call the emergency number now.',
  emergencyPassedOn: 'I have passed this on as urgent. A colleague will see it before {time} {day}.',
  emergencyMore: 'What else can I do for you right now?',

  // Hours
  hoursOpen: 'We are open {day} {spans}.',
  hoursClosed: 'We are closed {day}.',
  hoursNext: 'We next open {day}, {spans}.',
  hoursSpan: 'from {from} to {to}',
  hoursDay: '{day} {spans}',
  hoursWeek: 'Our opening hours are {days}.',
  hoursUnknown: 'I do not have any opening hours to tell you.',
  noted: 'Thank you, I have made a note of it.',
  noAnswer: 'I do not have an approved answer to that. Let me take a message for a colleague.',
  dayRange: '{first} to {last}',
  dayPair: '{first} and {last}',

  // Leave-taking
  goodbye: 'Thank you for calling {business}. Goodbye.',
  goodbyeSilent: 'I cannot hear you, so I will end here. Please call again. Goodbye.',
  goodbyeSilentCallback:
    'I cannot hear you, so I will end here. I have passed on that you called, and a colleague will call you back before {time} {day}. Goodbye.',
  stopping:
    'I am sorry, our system has to restart and I must end the call here. What you have told me is kept, and a colleague will follow up.',
  stoppingDone: 'I am sorry, our system has to restart and I must end the call here. What we agreed is kept.',
} as const

export type Catalog = Readonly<Record<keyof typeof en, string>>
