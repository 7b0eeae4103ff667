/* Every page of the program. */
#include "web/request.h"

const struct route routes[] = {
        ROUTE("/", "summary", ACCESS_COUNT, AUDIT_FIGURES, TRANSACTION_READ, page_home),
        ROUTE("/summary/:template", "summary", ACCESS_COUNT, AUDIT_FIGURES, TRANSACTION_READ, page_summary),
        ROUTE("/document/:format", "summary", ACCESS_COUNT, AUDIT_FIGURES, TRANSACTION_READ, page_document),
        ROUTE("/figures", "figures", ACCESS_COUNT, AUDIT_FIGURES, TRANSACTION_READ, page_figures),
        ROUTE("/figure/:name", "figures", ACCESS_COUNT, AUDIT_RECORDS, TRANSACTION_READ, page_figure),
        ROUTE("/registers", "registers", ACCESS_OPEN, AUDIT_FIGURES, TRANSACTION_READ, page_registers),
        ROUTE("/register/:name", "registers", ACCESS_OPEN, AUDIT_RECORDS, TRANSACTION_READ, page_register),
        ROUTE("/record/:register/:id", "registers", ACCESS_OPEN, AUDIT_RECORDS, TRANSACTION_READ,
              page_record),
        ROUTE("/entry/:tenant/:seq", "registers", ACCESS_OPEN, AUDIT_RECORDS, TRANSACTION_READ, page_entry),
        ROUTE("/organisation", "organisation", ACCESS_COUNT, AUDIT_FIGURES, TRANSACTION_READ,
              page_organisation),
        ROUTE("/pages.css", NULL, ACCESS_COUNT, AUDIT_NONE, TRANSACTION_NONE, page_style),
        ROUTE("/paper.css", NULL, ACCESS_COUNT, AUDIT_NONE, TRANSACTION_NONE, page_paper_style),
        ROUTE("/face/:name", NULL, ACCESS_COUNT, AUDIT_NONE, TRANSACTION_NONE, page_face),
        ROUTE("/logo.svg", NULL, ACCESS_COUNT, AUDIT_NONE, TRANSACTION_NONE, page_logo),
        {},
};
