import time
import uuid

import requests

ENDPOINT = "https://api.doitong.com/graphql"


def ask(query, variables, headers=None):
    answer = requests.post(
        ENDPOINT,
        headers={"Authorization": "Bearer YOUR_API_KEY", **(headers or {})},
        json={"query": query, "variables": variables},
        timeout=60,
    ).json()
    if "errors" in answer:
        error = answer["errors"][0]
        raise RuntimeError(f"{error['extensions']['code']}: {error['message']}")
    return answer["data"]


def generate(content_type, text, provider=None, options=None):
    """The same Idempotency-Key again is the same generation: never charged twice."""
    document = """
        mutation Generate($input: GenerateInput!) {
          generate(input: $input) { id provider creditCost pollAfterMs }
        }
    """
    wish = {"type": content_type, "provider": provider, "input": {"text": text}, "options": options or {}}
    return ask(document, {"input": wish}, {"Idempotency-Key": str(uuid.uuid4())})["generate"]


def wait_for(generation_id, most_seconds=600):
    document = """
        query Look($id: ID!) {
          generation(id: $id) { status url pollAfterMs error { code message } }
        }
    """
    ends_at = time.monotonic() + most_seconds
    while time.monotonic() < ends_at:
        generation = ask(document, {"id": generation_id})["generation"]
        if generation["status"] == "COMPLETED":
            return generation
        if generation["status"] in ("FAILED", "CANCELLED"):
            # Its credits are back by now.
            error = generation["error"] or {"message": "It was cancelled"}
            raise RuntimeError(error["message"])
        time.sleep(generation["pollAfterMs"] / 1000)
    raise TimeoutError(generation_id)


audio = generate("AUDIO", "नमस्ते, भविष्य में आपका स्वागत है", "elevenlabs", {"voice": "rachel"})
print(f"{audio['provider']} costs {audio['creditCost']} credits")
print("Audio ready:", wait_for(audio["id"])["url"])
