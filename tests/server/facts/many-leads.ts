/** So many believable leads, the same each time. */
export function* leadsOf(count: number): Generator<object> {
  for (let index = 0; index < count; index++)
    yield {
      id: `lead-${index}`,
      createdAt: new Date(1_750_000_000_000 + index * 30_000).toISOString(),
      channel: `channel-${index % 8}`,
      owner: `owner-${index % 12}`,
      name: `Lead ${index}`,
      email: `lead-${index}@example.com`,
      industry: `industry-${index % 9}`,
      companySize: index % 500,
      region: `region-${index % 5}`,
      product: `product-${index % 3}`,
      needMatch: (index % 100) / 100,
      tags: ['a', 'b'],
    };
}
