# Universal generation: a video, whose provider you name
curl -sS -X POST https://api.doitong.com/graphql \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: mountain-at-sunset-1" \
  -d '{
    "query": "mutation Generate($input: GenerateInput!) { generate(input: $input) { id status type provider url creditCost estimatedTime adjustments { option requested served } } }",
    "variables": {
      "input": {
        "type": "VIDEO",
        "provider": "minimax",
        "input": { "text": "A serene mountain landscape at sunset" },
        "options": { "duration": 6, "resolution": "1080p", "style": "cinematic" }
      }
    }
  }'

# The best provider by quality is chosen; what it costs is asked first, and nothing is charged
curl -sS -X POST https://api.doitong.com/graphql \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "query": "{ quote(input: { type: VIDEO, input: { text: \"Epic dragon battle\" }, priority: QUALITY }) { provider model creditCost estimatedTime reasons } }"
  }'

# How far is it?
curl -sS -X POST https://api.doitong.com/graphql \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "query": "query { generation(id: \"gen_abc123\") { status progress url error { code message } } }"
  }'
