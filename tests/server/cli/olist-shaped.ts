/** Invented files in the shape of Olist's: four leads, two of which were won. */
export const clean = {
  'leads.csv': `mql_id,first_contact_date,landing_page_id,origin
aa01,2018-01-02,page1,paid_search
aa02,2018-01-05,page1,organic_search
aa03,2018-02-01,page2,
aa04,2018-02-03,page2,unknown
`,
  'deals.csv': `mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,declared_product_catalog_size,declared_monthly_revenue
aa01,ss01,sdr1,sr1,2018-01-20 15:30:45,home_decor,online_medium,"cat, wolf",True,False,5-20,reseller,100.0,25000.0
aa03,ss03,sdr2,sr2,2018-01-31 19:38:55,pet,industry,,,,,manufacturer,,0.0
`,
};

/** The same as a spreadsheet left it: mark, CRLF, semicolons, dots in dates, Title Case, `5-20` become a day of May. */
export const mangled = {
  'leads.csv': `\ufeff${`mql_id;first_contact_date;landing_page_id;origin
aa01;2018.01.02;page1;Paid Search
aa02;2018.01.05;page1;Organic Search
aa03;2018.02.01;page2;Direct Traffic
aa04;2018.02.03;page2;Unknown
`.replaceAll('\n', '\r\n')}`,
  'deals.csv': `\ufeff${`mql_id;seller_id;sdr_id;sr_id;won_date;business segment;lead type;lead_behaviour_profile;has_company;has_gtin;average_stock;business_type;declared_product_catalog_size;declared_monthly_revenue
aa01;ss01;sdr1;sr1;2018.01.20 15:30;Home Decor;online medium;cat, wolf;True;False;20.máj;Reseller;100.0;25000.0
aa03;ss03;sdr2;sr2;2018.01.31 9:38;Pet;industry;;;;;Manufacturer;;0.0
`.replaceAll('\n', '\r\n')}`,
};
