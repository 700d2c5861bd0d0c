/** The fixture of wells passes the twelve checks that every plugin passes. */
import { conformance } from '@cunzhi/plugin/test';
import { well, wells } from './wells.fixture.ts';

conformance(wells, {
  seed: async (host) => {
    const names = Array.from({ length: 24 }, (_, index) => ({ name: `井${index}`, placeCode: '330523108204' }));
    await host.seed(well, names);
  },
});
