import { BlockList, isIPv6 } from 'node:net';

/** Nothing that a message could be for: cloud metadata services, link-local, "this host", multicast, reserved. Refused always. */
const never = listOf({
  ipv4: [
    '0.0.0.0/8',
    // Metadata of most clouds, of Alibaba Cloud, and Azure's host.
    '169.254.0.0/16',
    '100.100.100.200/32',
    '168.63.129.16/32',
    '192.0.0.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  // Metadata of AWS over IPv6.
  ipv6: ['::/128', 'fe80::/10', 'fd00:ec2::254/128', 'ff00::/8'],
});

/** Of a host or a network itself: loopback, private, shared (CGNAT), benchmarking, documentation. */
const privateRanges = listOf({
  ipv4: [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '172.16.0.0/12',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
  ],
  // Within 2000::/3 what embeds an IPv4 address (Teredo, 6to4) or is for documentation and tests; all outside of it is not public anyway.
  ipv6: ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
});

const publicIpv6 = listOf({ ipv4: [], ipv6: ['2000::/3'] });

export type AddressKind = 'PUBLIC' | 'PRIVATE' | 'NEVER';

/** @param address an IP address as text, without brackets. */
export function kindOfAddress(address: string): AddressKind {
  const mapped = mappedIpv4(address);
  if (mapped) return kindOfAddress(mapped);
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (never.check(address, family)) return 'NEVER';
  if (privateRanges.check(address, family)) return 'PRIVATE';
  return family === 'ipv4' || publicIpv6.check(address, family) ? 'PUBLIC' : 'PRIVATE';
}

/** The IPv4 address that an IPv6 address stands for to the operating system (::ffff:a.b.c.d, ::a.b.c.d) or to a translator (64:ff9b::/96). */
function mappedIpv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  // A URL writes every IPv6 address in one way; a zone is no part of it.
  const host = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [, high, low] = /^(?:::ffff:|64:ff9b::|::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 0xff, b >> 8, b & 0xff].join('.');
}

function listOf({ ipv4, ipv6 }: { ipv4: readonly string[]; ipv6: readonly string[] }): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [ipv4, 'ipv4'],
    [ipv6, 'ipv6'],
  ] as const)
    for (const range of ranges) {
      const [network, prefix] = range.split('/');
      list.addSubnet(network!, Number(prefix), family);
    }
  return list;
}
