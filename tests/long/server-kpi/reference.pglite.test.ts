import { longReferenceSuite } from '../../reference/long-suite.ts';

longReferenceSuite('pglite');
