"""Family D: the Government portal's own system of ASP.NET WebForms ("cpp").

Seen in part of a listing and in a whole document block of vanban.chinhphu.vn (2026-10). That chinhphu.vn runs on it is
inferred from the header and footer that they share; how it sets a news article is not known.
"""

from crawler.portal import DocumentRules, Family, ListingRules, Postback, Rules

WEB_FORMS = Family(
    name="webforms",
    letter="D",
    title="Government portal (WebForms)",
    # `/gioi-thieu-69424` at chinhphu.vn; `/?pageid=27160&docid=219746` at vanban.chinhphu.vn, arguments sorted by name.
    article=r"(?:/[^/?]+-|/?\?docid=)(?P<number>\d+)(?:&pageid=\d+)?",
    # Links from a class of documents carry its `classid` and `orggroupid` as well.
    arguments=frozenset({"docid", "pageid"}),
    marks=("#block_detail", ".bl-doc-file", ".similar-document-control"),
    sources=(Postback(),),
    # ASP.NET writes the id of the control that the pager names, `ctrl_191017_163$grvDocument`, with `_` for `$`.
    listing=ListingRules(
        main=('[id$="_grvDocument"]',), row="tr:has(> td > span.issued-date)", date="span.issued-date"
    ),
    versions=(
        # A document's own record: a table of labels and values, and the files. Its control ids change on deployment.
        Rules(
            title=(".Detail h4.title",),
            body=(".Detail .Content",),
            published=('.Content td.col1:lexbor-contains("Ngày ban hành") + td',),
            source=('.Content td.col1:lexbor-contains("Cơ quan ban hành") + td',),
            attachments=(".Content .doc-list",),
            drop=(".doc-list, .detail-file",),
        ),
    ),
    documents=(
        DocumentRules(
            rows=".Detail .Content tr",
            label="td.col1",
            value="td.col1 + td",
            title=(".Detail h4.title",),
            files=(".Detail .Content a.view-file",),
        ),
    ),
)
