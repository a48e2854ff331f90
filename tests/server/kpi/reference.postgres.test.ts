import { referenceSuite } from '../../reference/suite.ts';

referenceSuite('postgres', 170);
