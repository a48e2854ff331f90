import { referenceSuite } from '../../reference/suite.ts';

referenceSuite('pglite', 100);
