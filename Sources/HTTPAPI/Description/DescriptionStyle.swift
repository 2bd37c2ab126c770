/// How the page of the description looks, in light and in dark.
enum DescriptionStyle {
    static let text = """
        :root{--ink:#1c2024;--soft:#60646c;--page:#fcfcfd;--card:#fff;--line:#e0e1e6;--code:#f0f0f3;--link:#0d74ce;
        --get:#18794e;--post:#0d74ce;--patch:#946800;--delete:#ce2c31}
        @media (prefers-color-scheme:dark){:root{--ink:#edeef0;--soft:#b0b4ba;--page:#111113;--card:#18191b;--line:#2e3135;
        --code:#212225;--link:#70b8ff;--get:#3dd68c;--post:#70b8ff;--patch:#ffca16;--delete:#ff9592}}
        *{box-sizing:border-box}html{scroll-padding-top:4rem}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
        nav{position:sticky;top:0;display:flex;gap:1.2rem;overflow-x:auto;padding:.8rem max(1rem,calc(50vw - 30rem));
        background:var(--card);border-bottom:1px solid var(--line)}
        main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 6rem}
        h1{font-size:2.2rem;margin:.5rem 0 0}h2{margin:2.8rem 0 .2rem;text-transform:capitalize}h4{margin:1.2rem 0 .3rem}
        .lead{font-size:1.15rem;color:var(--soft);margin:.2rem 0 1rem}a{color:var(--link)}nav a{text-decoration:none;white-space:nowrap}
        details{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:.6rem 0;padding:0 1rem}
        details[open]{padding-bottom:1rem}details:target{outline:2px solid var(--link)}
        summary{cursor:pointer;padding:.65rem 0;display:flex;gap:.7rem;align-items:baseline;flex-wrap:wrap}
        summary span{color:var(--soft)}summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
        .method{min-width:4.2rem;font:700 .8rem ui-monospace,monospace}.get{color:var(--get)}.post{color:var(--post)}
        .patch{color:var(--patch)}.delete{color:var(--delete)}
        code,pre{font:.88em ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--code);border-radius:5px}
        code{padding:.1em .35em;overflow-wrap:anywhere}pre{padding:.8rem 1rem;overflow-x:auto}summary code{background:none;padding:0}
        table{border-collapse:collapse;width:100%}td{padding:.4rem .8rem .4rem 0;border-top:1px solid var(--line);vertical-align:top}
        small{color:var(--soft);margin-left:.4rem}
        """
}
