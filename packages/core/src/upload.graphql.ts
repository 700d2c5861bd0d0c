/** Sending a file: a ticket for the bytes, which then go by the tus protocol to its address. */
import { InputRefusedError } from '@cunzhi/plugin';
import type { Builder } from './builder.ts';
import type { Upload } from './core.table.ts';
import { findUpload, startUpload } from './upload.service.ts';

export function addUploads(b: Builder): void {
  const Ticket = b.objectRef<Upload>('UploadTicket').implement({
    description: 'Leave to send one file within 24 hours, by the tus protocol with the metadata `ticket`.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The ticket; the evidence has this id once the file is there.' }),
      url: t.string({ description: 'Where to send it.', resolve: () => '/files/uploads' }),
      size: t.exposeInt('size', { description: 'Exactly so many bytes are taken.' }),
    }),
  });
  const Result = b.errorUnion('UploadTicketResult', {
    description: 'The ticket, or why there is none.',
    types: [Ticket, InputRefusedError],
    resolveType: () => Ticket.name,
  });
  const Input = b.inputType('StartUploadInput', {
    description: 'The file to send.',
    fields: (t) => ({
      place: t.field({ type: 'PlaceCode', required: true, description: 'The village whose evidence it is.' }),
      name: t.string({ required: true, description: 'What the file is called.' }),
      size: t.int({ required: true, description: 'In bytes, at most 20 MB.' }),
      clientWriteId: t.id({ required: true, description: 'The same id writes once.' }),
    }),
  });
  b.mutations((t) => ({
    startUpload: t.field({
      type: Result,
      permission: 'core.evidence.write',
      place: (_root, { input }) => input.place,
      description: 'Gives leave to send one file as evidence of a village: a photo or a PDF.',
      args: { input: t.arg({ type: Input, required: true, description: 'The file.' }) },
      replay: (id, ctx) => findUpload(ctx, id),
      resolve: (_root, { input }, ctx) => startUpload(ctx.service(), input),
    }),
  }));
}
