/* Handlers of charge codes, payment kinds, companies and the trial balance; each is a row of routes.c. On a worker thread. */
#ifndef YIZHAN_LEDGER_LEDGER_HTTP_H
#define YIZHAN_LEDGER_LEDGER_HTTP_H

#include "http/http.h"

extern const struct shape charge_codes_query, companies_query, trial_balance_query;

/* What each does is its summary in routes.c. */
enum err http_charge_codes(struct request *req, struct reply *reply);
enum err http_charge_code(struct request *req, struct reply *reply);
enum err http_charge_code_create(struct request *req, struct reply *reply);
enum err http_charge_code_change(struct request *req, struct reply *reply);
enum err http_charge_code_delete(struct request *req, struct reply *reply);
enum err http_companies(struct request *req, struct reply *reply);
enum err http_company(struct request *req, struct reply *reply);
enum err http_company_create(struct request *req, struct reply *reply);
enum err http_company_change(struct request *req, struct reply *reply);
enum err http_company_delete(struct request *req, struct reply *reply);
enum err http_payment_kinds(struct request *req, struct reply *reply);
enum err http_payment_kind_change(struct request *req, struct reply *reply);
enum err http_trial_balance(struct request *req, struct reply *reply);

#endif
