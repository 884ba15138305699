/** What a browser shows at `/`. */
export const START_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Seatmeter</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em }</style>
</head>
<body>
<h1>Seatmeter is running</h1>
<p>It meters concurrent contact-centre seats.</p>
<ul>
<li><a href="/v1/accounts">Accounts</a></li>
<li><a href="/v1/statements">Statements</a></li>
<li><a href="/v1/occupancy/stream">Standings as they change</a>, as server-sent events</li>
<li><a href="/openapi.json">Every call there is</a>, as OpenAPI 3.1</li>
<li><a href="/health/ready">Whether it takes facts</a></li>
</ul>
</body>
</html>
`;
