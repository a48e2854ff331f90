import { longReferenceSuite } from '../../reference/long-suite.ts';

longReferenceSuite('postgres');
