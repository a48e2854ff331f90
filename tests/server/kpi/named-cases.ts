import { asking, type NamedCase } from '../../reference/named-case.ts';
import type { Script, Step } from '../../reference/script.ts';

const shanghai = { zone: 'Asia/Shanghai', now: '2026-06-01T00:00:00.000Z' };
const march = { between: { from: '2026-03-01', to: '2026-04-01' } };

function named(name: string, script: Script, ...asked: NamedCase['asked']): NamedCase {
  return { name, script, asked };
}

function inShanghai(...steps: Step[]): Script {
  return { ...shanghai, steps };
}

const nobody = inShanghai();

/** Histories on which engine and reference have differed, each as small as it was found, and those that mutations of either made. */
export const namedCases: NamedCase[] = [
  named(
    'the lifetime value of nobody: no revenue is 0, its share of no customers is nothing',
    nobody,
    asking(nobody, march),
  ),
];
