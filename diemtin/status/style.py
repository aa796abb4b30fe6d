"""How the status page looks: what it adds to the style of the house's pages."""

STYLE = """
:root{--bad:#b3261e;--bad-tint:#fbe9e7;--warn:#8a5200;--warn-tint:#fbf0dc;--good:#17703f;--good-tint:#e3f3e9;
--calm:#5b5e66;--calm-tint:#ececef}
@media (prefers-color-scheme:dark){:root{--bad:#ff8f86;--bad-tint:#3a1f1d;--warn:#f0b35a;--warn-tint:#35290f;
--good:#7fd6a3;--good-tint:#16301f;--calm:#a7a9b1;--calm-tint:#2a2c31}}
.broken,.error{--tone:var(--bad);--wash:var(--bad-tint)}
.overdue,.degraded,.warning{--tone:var(--warn);--wash:var(--warn-tint)}
.well{--tone:var(--good);--wash:var(--good-tint)}
.quiet,.never,.off,.notice,.every{--tone:var(--calm);--wash:var(--calm-tint)}
.banner{background:var(--wash);border-left:.35rem solid var(--tone);border-radius:.4rem;
padding:.8rem 1rem;margin:1rem 0}
.banner strong{color:var(--tone);font-size:1.15rem;display:block}
.tiles{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0;padding:0}
.tiles li{flex:1 1 6.2rem}
.tiles a{display:block;height:100%;background:var(--card);border:1px solid var(--line);
border-top:.25rem solid var(--tone);border-radius:.5rem;padding:.35rem .7rem;color:var(--ink);
font-size:.85rem;line-height:1.35}
.tiles a:hover{background:var(--wash);text-decoration:none}.tiles b{display:block;font-size:1.45rem;line-height:1.3}
.pill{display:inline-block;background:var(--wash);color:var(--tone);border-radius:1rem;padding:0 .6rem;font-size:.8rem;
line-height:1.6;font-weight:600;white-space:nowrap}
.troubles{display:grid;gap:.8rem}
.troubles>li{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--tone);
border-radius:.5rem;padding:.8rem 1rem;min-width:0}
.troubles code,.facts code{background:var(--calm-tint);border-radius:.3rem;padding:.1rem .4rem}
.group{scroll-margin-top:1rem}.group h3{margin:1.4rem 0 .5rem;font-size:1rem}
.rows{display:grid;gap:.5rem}.rows>li{min-width:0}
.portal{background:var(--card);border:1px solid var(--line);border-left:.35rem solid var(--tone);border-radius:.5rem}
.portal>summary,.sections>li{display:grid;grid-template-columns:minmax(0,1fr) 150px 8.5rem 11.5rem;gap:.1rem 1rem;
align-items:center}
.portal>summary{padding:.5rem .9rem;cursor:pointer;list-style:none}
.portal>summary::-webkit-details-marker{display:none}
.portal>summary:hover{background:var(--wash)}.portal>summary:focus-visible{outline:3px solid var(--tone)}
.portal>summary .who>b{display:block;padding-left:1.1em;text-indent:-1.1em}
.portal>summary .who>b::before{text-indent:0;content:"▸";display:inline-block;width:1.1em;color:var(--calm)}
.portal[open]>summary .who>b::before{content:"▾"}
.who,.when,.rate{min-width:0}.who>span:not(.pill),.when>span,.rate>span{display:block}
.note{color:var(--tone);font-size:.88rem;padding-left:1.1rem}.who .dim{padding-left:1.1rem}
.sections .note,.sections .dim{padding-left:0}
.when,.rate{font-size:.88rem;line-height:1.45}
.facts{border-top:1px solid var(--line);padding:.6rem .9rem .9rem}
.facts dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:.4rem 1rem;
margin:0 0 .6rem}
.facts dt{color:var(--dim);font-size:.82rem}.facts dd{margin:0;font-size:.92rem}
.sections>li{border-top:1px solid var(--line);padding:.5rem 0}
.sections .more{grid-column:1/-1;font-size:.85rem;color:var(--dim)}
.days{display:block;max-width:100%;height:28px}.days path{fill:var(--tone)}
.days .usual{fill:none;stroke:var(--calm);stroke-dasharray:2 2}
.plain{columns:16rem;column-gap:1.5rem;font-size:.92rem}.plain li{break-inside:avoid;padding:.1rem 0}
.past{border-top:1px solid var(--line)}
.past>li{border-bottom:1px solid var(--line);padding:.45rem 0;display:grid;gap:0 1rem;
grid-template-columns:minmax(0,1fr) 20rem}
main:has(.group:target) .group:not(:target){display:none}
summary.fold{cursor:pointer;color:var(--mark);margin:.6rem 0}
@media (max-width:52rem){
.portal>summary,.sections>li{grid-template-columns:minmax(0,1fr) auto;row-gap:.3rem}
.portal>summary .who,.sections .who,.when{grid-column:1/-1}
.portal .days{padding-left:1.1rem;width:170px}.sections .days{padding-left:0;width:150px}
.when>span{display:inline}.when>span+span::before{content:" · "}
.portal>summary .when{padding-left:1.1rem}.rate{text-align:right}
.past>li{grid-template-columns:minmax(0,1fr)}
.facts dl{grid-template-columns:1fr 1fr}
}
"""
