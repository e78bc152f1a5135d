// How codes and notices leave the server. A sender resolves once the message was handed over and rejects where it was not;
// it never puts a code into a log.

export interface MailSender {
  send(mail: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>
}

export interface PhoneSender {
  send(message: { readonly countryCode: string; readonly phone: string; readonly text: string }): Promise<void>
}
