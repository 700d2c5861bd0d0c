/** useMedia: whether a media query holds now, as a ref that follows it. */
import { onScopeDispose, readonly, shallowRef, type Ref } from 'vue';

/** Follows a media query until the component goes. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const media = window.matchMedia(query);
  const matches = shallowRef(media.matches);
  const follow = (): void => void (matches.value = media.matches);
  media.addEventListener('change', follow);
  onScopeDispose(() => media.removeEventListener('change', follow));
  return readonly(matches);
}
