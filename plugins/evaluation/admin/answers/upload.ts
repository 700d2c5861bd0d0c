/**
 * Sends a file to the evidence store (证据) and answers its id.
 *
 * The file's own bytes go; a file that is too large or of a kind that nobody can open later is stopped here already.
 */
const LARGEST = 20 * 1024 * 1024;
const KINDS = ['image/png', 'image/jpeg', 'image/webp', 'application/pdf'];

export type Upload = { ok: true; id: string } | { ok: false; why: 'tooLarge' | 'wrongKind' | 'offline' | 'refused' };

export async function uploadFile(place: string, file: File): Promise<Upload> {
  if (file.size > LARGEST) return { ok: false, why: 'tooLarge' };
  if (!KINDS.includes(file.type)) return { ok: false, why: 'wrongKind' };
  try {
    const address = `/files?${new URLSearchParams({ place, name: file.name })}`;
    const headers = { 'content-type': file.type, 'x-cunzhi-client': 'admin/1.0.0' };
    const response = await fetch(address, { method: 'POST', credentials: 'same-origin', headers, body: file });
    if (!response.ok) return { ok: false, why: response.status >= 500 ? 'offline' : 'refused' };
    const kept: unknown = await response.json();
    return typeof kept === 'object' && kept !== null && 'id' in kept
      ? { ok: true, id: String(kept.id) }
      : { ok: false, why: 'refused' };
  } catch {
    return { ok: false, why: 'offline' };
  }
}
