/* The table of commands. A command is one row here and one function in a file
   named after it; help, options and checks come from the row. */
#include "command/commands.h"

#define BIT(name) (1u << OPTION_##name)

const struct command commands[] = {
        {
                .name = "demo",
                .usage = "[--reset] [--no-serve] [--port N]",
                .run = run_demo,
                .says = {"建演示账册，写出半年总结，并在本机打开",
                         "make a demo, write its half-year summary and serve it"},
                .details = {"数据放在 demo/，文件写到 out/。数字都是造的，不对应任何真人。",
                            "Data goes to demo/, documents to out/. All of it is made up; no real person is "
                            "in it."},
                .options = BIT(RESET) | BIT(NO_SERVE) | BIT(PORT) | BIT(DATA),
        },
        {
                .name = "init",
                .usage = "--region CODE --data DIR",
                .run = run_init,
                .says = {"为一个区县建新账册", "make new books for a district"},
                .details = {"街道和社区取自全国区划代码，建好后由办公室自己增删改。",
                            "Streets and communities come from the national division codes; the office edits "
                            "them from there."},
                .options = BIT(REGION) | BIT(DATA),
                .required = BIT(REGION) | BIT(DATA),
        },
        {
                .name = "check",
                .usage = "[DIR]",
                .words_max = 1,
                .run = run_check,
                .says = {"检查全部定义，列出台账、指标和各自的算法",
                         "check all definitions; list registers, figures and their paths"},
                .details = {"DIR 是定义文件夹或数据文件夹；不写时检查随附的定义。数据文件夹连同设置一起检查，"
                            "并列出账本要跟着改什么，试完即撤。",
                            "DIR is a folder of definitions or a data folder; without it the shipped ones "
                            "are checked. Of a data folder the settings are checked too, and what would "
                            "change in the books is tried, listed and undone."},
        },
        {
                .name = "sample",
                .usage = "--data DIR --period 2021H1 --seed N [--records N]",
                .run = run_sample,
                .says = {"登记一个时期的样例记录", "post sample records for a period"},
                .options = BIT(DATA) | BIT(PERIOD) | BIT(SEED) | BIT(RECORDS),
                .required = BIT(DATA) | BIT(PERIOD) | BIT(SEED),
        },
        {
                .name = "serve",
                .usage = "--data DIR [--port N]",
                .run = run_serve,
                .says = {"在本机打开只读网页", "serve the books read-only on this machine"},
                .options = BIT(DATA) | BIT(PORT) | BIT(AS),
                .required = BIT(DATA),
        },
        {
                .name = "summary",
                .usage = "--data DIR --period P [--org CODE] --to docx|pdf|html|text [--redact] [--signed] "
                         "[-o "
                         "FILE]",
                .run = run_summary,
                .says = {"写出总结", "write a summary"},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TO) | BIT(OUTPUT) | BIT(REDACT) |
                           BIT(SIGNED) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD) | BIT(TO),
        },
        {
                .name = "summary sign",
                .usage = "--data DIR --period P --as ROLE [--org CODE]",
                .run = run_summary_sign,
                .says = {"按次序签字；首签时数字定住",
                         "sign in order; the first signature freezes the figures"},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD) | BIT(AS),
        },
        {
                .name = "summary issue",
                .usage = "--data DIR --period P --as ROLE [--org CODE]",
                .run = run_summary_issue,
                .says = {"签字齐后签发", "issue it once all have signed"},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD) | BIT(AS),
        },
        {
                .name = "summary withdraw",
                .usage = "REASON --data DIR --period P --as ROLE [--org CODE]",
                .words_min = 1,
                .words_max = 1,
                .run = run_summary_withdraw,
                .says = {"撤回已签字或已签发的总结，写明原因",
                         "take a signed or issued summary back, with a reason"},
                .details = {"撤回后可重新拟稿、签字。原来的文字、数字和签名都留在流水里。",
                            "It can then be drafted and signed anew. Its words, figures and signatures stay "
                            "in the journal."},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD) | BIT(AS),
        },
        {
                .name = "summary write",
                .usage = "SLOT FILE --data DIR --period P [--org CODE]",
                .words_min = 2,
                .words_max = 2,
                .run = run_summary_write,
                .says = {"填写总结里由人撰写的一段", "put a person's words into a passage of the summary"},
                .details = {"SLOT 是段落标题，FILE 是 UTF-8 文本，- 为标准输入。数字写成 [[12|来源]] "
                            "才算有来源。",
                            "SLOT is the passage's title, FILE is UTF-8 text, - for standard input. A number "
                            "with its source is "
                            "written [[12|source]]."},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD),
        },
        {
                .name = "summary diff",
                .usage = "--data DIR --period P [--org CODE]",
                .run = run_summary_diff,
                .says = {"签字之后哪些数字变了", "which numbers changed since it was signed"},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(TEMPLATE) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD),
        },
        {
                .name = "figure",
                .usage = "NAME --data DIR --period P [--org CODE] [--by FIELD] [--records] [--to xlsx -o "
                         "FILE]",
                .words_min = 1,
                .words_max = 1,
                .run = run_figure,
                .says = {"算一个指标，或列出它背后的记录", "compute a figure, or list the records behind it"},
                .options = BIT(DATA) | BIT(ORG) | BIT(PERIOD) | BIT(BY) | BIT(WHERE) | BIT(RECORDS) |
                           BIT(TO) | BIT(OUTPUT) | BIT(AS),
                .required = BIT(DATA) | BIT(PERIOD),
        },
        {
                .name = "import",
                .usage = "REGISTER FILE --data DIR [--dry-run] [--sheet NAME]",
                .words_min = 2,
                .words_max = 2,
                .run = run_import,
                .says = {"从 CSV 或工作簿（xlsx）导入台账：全部存下或一行不存",
                         "import a register from CSV or a workbook (xlsx): all rows or none"},
                .details =
                        {"FILE 写 - 为标准输入；是哪一种按内容认。有编号的行改那条记录，没有的登记一条新的。",
                         "FILE may be - for standard input; its kind is known by its content. A row with "
                         "a number changes that record, one without makes a new one."},
                .options = BIT(DATA) | BIT(DRY_RUN) | BIT(SHEET) | BIT(AS),
                .required = BIT(DATA),
        },
        {
                .name = "export",
                .usage = "REGISTER --data DIR [--to csv|xlsx] [--org CODE] -o FILE",
                .words_min = 1,
                .words_max = 1,
                .run = run_export,
                .says = {"把台账导出为 CSV 或工作簿（xlsx）",
                         "export a register as CSV or a workbook (xlsx)"},
                .details = {"格式由 --to 定，缺省 csv，与文件名无关。",
                            "The format is that of --to, csv by default, whatever the file is called."},
                .options = BIT(DATA) | BIT(TO) | BIT(ORG) | BIT(OUTPUT) | BIT(AS),
                .required = BIT(DATA),
        },
        {
                .name = "certificate",
                .usage = "NUMBER CODE --data DIR",
                .words_min = 2,
                .words_max = 2,
                .run = run_certificate,
                .says = {"核对一份志愿服务证明的编号和校验码",
                         "is a certificate of voluntary service genuine?"},
                .details = {"属实时列出出具单位、起止、时数；编号不存在与校验码不符答复相同。",
                            "If so its days and hours are printed. A number that is not there and a wrong "
                            "code are answered alike."},
                .options = BIT(DATA) | BIT(AS),
                .required = BIT(DATA),
        },
        {
                .name = "people doubles",
                .usage = "--data DIR --as ROLE [--possible]",
                .run = run_people_doubles,
                .says = {"列出可能是同一人的两条人员记录",
                         "list pairs of records that may be the same person"},
                .details =
                        {"看证件号、姓名（含异写）、出生日期、电话；要能打开密封内容的角色，如 lead。"
                         "加 --possible 连只有一项相同的也列。",
                         "By ID number, name and its spellings, date of birth and telephone; it takes a role "
                         "that may open sealed values, such as lead. --possible lists those too that have "
                         "only "
                         "one thing in common."},
                .options = BIT(DATA) | BIT(AS) | BIT(POSSIBLE),
                .required = BIT(DATA) | BIT(AS),
        },
        {
                .name = "people merge",
                .usage = "NUMBER INTO --reason TEXT --data DIR --as ROLE [--other-id]",
                .words_min = 2,
                .words_max = 2,
                .run = run_people_merge,
                .says = {"把一条人员记录并入同一人的另一条",
                         "merge a record of a person into another one of hers"},
                .details =
                        {"各台账里指向 NUMBER 的关联都改指 INTO，一处也不丢；可以撤销。两个证件号不同时要加 "
                         "--other-id。",
                         "Every register that links to NUMBER links to INTO from then on; it can be undone. "
                         "When "
                         "the ID numbers differ it takes --other-id."},
                .options = BIT(DATA) | BIT(AS) | BIT(REASON) | BIT(OTHER_ID),
                .required = BIT(DATA) | BIT(AS) | BIT(REASON),
        },
        {
                .name = "people unmerge",
                .usage = "NUMBER --reason TEXT --data DIR --as ROLE",
                .words_min = 1,
                .words_max = 1,
                .run = run_people_unmerge,
                .says = {"撤销合并，把当时改过的关联改回来",
                         "undo a merge and put back the links it changed"},
                .details = {"合并以后又改过的关联不动，逐个台账列出条数。",
                            "Links that were changed since stay as they are; they are counted by register."},
                .options = BIT(DATA) | BIT(AS) | BIT(REASON),
                .required = BIT(DATA) | BIT(AS) | BIT(REASON),
        },
        {
                .name = "verify",
                .usage = "--data DIR",
                .run = run_verify,
                .says = {"核对流水链，重建全部台账并逐表比较",
                         "check the chain, rebuild every register and compare"},
                .options = BIT(DATA),
                .required = BIT(DATA),
        },
        {
                .name = "keys rotate",
                .usage = "--data DIR",
                .run = run_keys_rotate,
                .says = {"换新主钥，重包全部数据钥", "make a new master key and re-wrap every data key"},
                .details = {"可以中断，重跑即可接着做完。请在之后另行备份 master.key。",
                            "It may be cut off; run it again to finish. Back up master.key afterwards, apart "
                            "from the books."},
                .options = BIT(DATA),
                .required = BIT(DATA),
        },
        {
                .name = "errors",
                .usage = "[-o FILE]",
                .run = run_errors,
                .says = {"以 Markdown 列出全部出错代码", "print every error code as Markdown"},
                .options = BIT(OUTPUT),
        },
        {
                .name = "version",
                .usage = "",
                .run = run_version,
                .says = {"版本", "the version"},
        },
        {},
};
