/** Invented rows in the shape of the event log of BPI Challenge 2012: one approved after a second offer, one declined, one open. */
export const events = `case_id,case_amount_req,case_reg_date,event_no,activity,lifecycle,timestamp,resource
101,20000,2011-10-01T00:38:44.546+02:00,1,A_SUBMITTED,COMPLETE,2011-10-01T00:38:44.546+02:00,112
101,20000,2011-10-01T00:38:44.546+02:00,2,A_PARTLYSUBMITTED,COMPLETE,2011-10-01T00:38:44.880+02:00,112
101,20000,2011-10-01T00:38:44.546+02:00,3,A_PREACCEPTED,COMPLETE,2011-10-01T00:39:37.906+02:00,112
101,20000,2011-10-01T00:38:44.546+02:00,4,W_Completeren aanvraag,SCHEDULE,2011-10-01T00:39:38.875+02:00,112
101,20000,2011-10-01T00:38:44.546+02:00,5,W_Completeren aanvraag,START,2011-10-01T11:36:46.437+02:00,
101,20000,2011-10-01T00:38:44.546+02:00,6,A_ACCEPTED,COMPLETE,2011-10-01T11:42:43.308+02:00,10862
101,20000,2011-10-01T00:38:44.546+02:00,7,A_FINALIZED,COMPLETE,2011-10-01T11:45:09.243+02:00,10862
101,20000,2011-10-01T00:38:44.546+02:00,8,O_SENT,COMPLETE,2011-10-01T11:45:11.380+02:00,10862
101,20000,2011-10-01T00:38:44.546+02:00,9,W_Completeren aanvraag,COMPLETE,2011-10-01T11:45:13.917+02:00,
101,20000,2011-10-01T00:38:44.546+02:00,10,W_Nabellen offertes,START,2011-11-08T16:26:57.720+01:00,10913
101,20000,2011-10-01T00:38:44.546+02:00,11,O_CANCELLED,COMPLETE,2011-11-08T16:30:00.000+01:00,10913
101,20000,2011-10-01T00:38:44.546+02:00,12,O_SENT,COMPLETE,2011-11-08T16:31:00.000+01:00,10913
101,20000,2011-10-01T00:38:44.546+02:00,13,A_APPROVED,COMPLETE,2011-11-13T10:37:29.226+01:00,10629
101,20000,2011-10-01T00:38:44.546+02:00,14,O_ACCEPTED,COMPLETE,2011-11-13T10:37:29.226+01:00,10629
102,0,2011-10-02T10:00:00.000+02:00,1,A_SUBMITTED,COMPLETE,2011-10-02T10:00:00.000+02:00,112
102,0,2011-10-02T10:00:00.000+02:00,2,A_DECLINED,COMPLETE,2011-10-02T10:00:30.000+02:00,112
103,5000,2011-10-03T09:00:00.000+02:00,1,A_SUBMITTED,COMPLETE,2011-10-03T09:00:00.000+02:00,112
103,5000,2011-10-03T09:00:00.000+02:00,2,A_PREACCEPTED,COMPLETE,2011-10-03T09:01:00.000+02:00,112
103,5000,2011-10-03T09:00:00.000+02:00,3,W_Afhandelen leads,START,2011-10-03T10:00:00.000+02:00,10862
`;

/** In the shape of the campaigns: two days, a day without orders, one without sign-ups, a revenue that does not divide. */
export const campaigns = `ID,C Date,Campaign Name,Category,Campaign ID,Impressions,Mark Spent,Clicks,Leads,Orders,Revenue,Ro Mi
1,2021-02-01,facebOOK_tier2,social,11,1000,100.25,90,4,3,1000.0,
2,2021-02-01,banner_partner,media,22,2000,50.5,20,3,0,0.0,
3,2021-02-02,banner_partner,media,22,2000,49.5,0,0,0,0.0,
4,2021-02-02,facebOOK_tier2,social,11,1000,99.75,90,2,1,200.0,
`;

/** In the shape of X Education's leads, with its header that ends in a comma. */
export const scored = [
  'Prospect ID,Lead Number,Lead Origin,Lead Source,Do Not Email,Converted,TotalVisits,Specialization,Through Recommendations,Tags,Lead Quality,Lead Profile,City,',
  'aa-1,901,API, Olark Chat,No,0,0,Select,No,Ringing,Worst,Select,Select,',
  'aa-2,902,Landing Page Submission,Google,Yes,1,5,"Banking, Investment",Yes,,Might be,Potential Lead,Mumbai,',
  'aa-3,903,Landing Page Submission,google,No,0,,,No,,,,,',
  'aa-4,904,Lead Add Form,,No,1,2.5,Finance,No,,,,Mumbai,',
  '',
].join('\r\n');
