/** What may not be done to a plugin now: a pause without a reason, a pause of the core, a return that fails again. */
import { UserError, type LocalText } from '@cunzhi/plugin';

export class PluginActRefusedError extends UserError {
  constructor(text: LocalText) {
    super('PLUGIN_ACT_REFUSED', text);
  }
}
