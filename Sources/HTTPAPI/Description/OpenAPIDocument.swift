/// The description of the HTTP door: OpenAPI 3.1, kept by hand.
///
/// It stands in the source because the program is one file: a resource that is embedded as bytes takes the compiler half a minute. A test
/// holds it against the routes and the wire model, and `make fuzz-http` against a daemon.
enum OpenAPIDocument {
    static let text = #"""
        {
          "openapi": "3.1.1",
          "info": {
            "title": "Upbeat",
            "version": "1",
            "summary": "Durable wake-ups for agents, fired on time.",
            "description": "Everything the daemon can do. Times are RFC 3339, in answers in UTC with milliseconds; names are snake_case. Unknown fields and parameters are refused below `/v1` and ignored below `/api`. Wherever GET answers, HEAD does too. Every answer has an `X-Request-Id`, by which the log knows the request. Another method is answered 405 with `Allow`, an unknown path 404."
          },
          "servers": [{"url": "http://127.0.0.1:8765", "description": "This machine; the port unless configured."}],
          "security": [{"token": []}],
          "tags": [
            {
              "name": "pulses",
              "description": "One durable wake-up each: an action due at an instant."
            },
            {
              "name": "schedules",
              "description": "Named recurrences that make pulses."
            },
            {
              "name": "pipelines",
              "description": "Pulses made together, some after others."
            },
            {
              "name": "hooks",
              "description": "Where programs elsewhere come in, as the configuration declares it."
            },
            {
              "name": "house",
              "description": "What concerns everything."
            },
            {
              "name": "access",
              "description": "Who may come in over the network; for persons with a token of scope admin."
            },
            {
              "name": "watching",
              "description": "For monitors and for reading this page; no token needed but for metrics."
            },
            {
              "name": "reeve",
              "description": "The routes of Reeve, as they were; errors are `{\"detail\": ...}`."
            }
          ],
          "paths": {
            "/v1/pulses": {
              "post": {
                "operationId": "createPulse",
                "tags": ["pulses"],
                "summary": "Make a pulse, or up to 100: all of them or none",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {
                        "oneOf": [
                          {"$ref": "#/components/schemas/NewPulse"},
                          {"type": "array", "items": {"$ref": "#/components/schemas/NewPulse"}, "minItems": 1, "maxItems": 100}
                        ]
                      },
                      "example": {
                        "prompt": "Look at the inbox and tell me what is urgent.",
                        "at": "in 2 hours",
                        "tags": ["mail"],
                        "priority": "high"
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "A pulse with this key was open; it is that one.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {
                        "description": "`true` on an answer that was given before.",
                        "schema": {"type": "string", "const": "true"}
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {"oneOf": [{"$ref": "#/components/schemas/MadePulse"}, {"$ref": "#/components/schemas/MadePulses"}]}
                      }
                    }
                  },
                  "201": {
                    "description": "It is made, and on the disk.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Location": {"description": "Where one is made.", "schema": {"type": "string"}},
                      "Idempotent-Replayed": {
                        "description": "`true` on an answer that was given before.",
                        "schema": {"type": "string", "const": "true"}
                      }
                    },
                    "content": {
                      "application/json": {
                        "schema": {"oneOf": [{"$ref": "#/components/schemas/MadePulse"}, {"$ref": "#/components/schemas/MadePulses"}]}
                      }
                    },
                    "links": {
                      "showPulse": {"operationId": "showPulse", "parameters": {"id": "$response.body#/pulse/id"}},
                      "cancelPulse": {"operationId": "cancelPulse", "parameters": {"id": "$response.body#/pulse/id"}},
                      "retryPulse": {"operationId": "retryPulse", "parameters": {"id": "$response.body#/pulse/id"}},
                      "snoozePulse": {"operationId": "snoozePulse", "parameters": {"id": "$response.body#/pulse/id"}},
                      "readOutput": {
                        "operationId": "readOutput",
                        "parameters": {"id": "$response.body#/pulse/id", "attempt": "latest"}
                      }
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              },
              "get": {
                "operationId": "listPulses",
                "tags": ["pulses"],
                "summary": "List pulses",
                "parameters": [
                  {
                    "name": "status",
                    "in": "query",
                    "description": "Statuses with commas between.",
                    "schema": {
                      "type": "array",
                      "items": {
                        "type": "string",
                        "enum": ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"]
                      },
                      "minItems": 1
                    },
                    "style": "form",
                    "explode": false
                  },
                  {
                    "name": "tag",
                    "in": "query",
                    "description": "Those with this tag. This and the following go with `order=newest`, and together: all have to match.",
                    "schema": {"type": "string"}
                  },
                  {
                    "name": "schedule",
                    "in": "query",
                    "description": "Those that this schedule made.",
                    "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"}
                  },
                  {
                    "name": "agent",
                    "in": "query",
                    "description": "Those of this agent.",
                    "schema": {"type": "string"}
                  },
                  {
                    "name": "priority",
                    "in": "query",
                    "description": "Those of this priority.",
                    "schema": {"type": "string", "enum": ["critical", "high", "normal", "low", "deferred"]}
                  },
                  {
                    "name": "created_by",
                    "in": "query",
                    "description": "Those that this one asked for.",
                    "schema": {"type": "string"}
                  },
                  {
                    "name": "from",
                    "in": "query",
                    "description": "Those due then or later.",
                    "schema": {"type": "string", "format": "date-time"}
                  },
                  {
                    "name": "to",
                    "in": "query",
                    "description": "Those due before.",
                    "schema": {"type": "string", "format": "date-time"}
                  },
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}},
                  {
                    "name": "before",
                    "in": "query",
                    "description": "Pulses with a smaller number. Goes with `order=newest`.",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                  },
                  {
                    "name": "order",
                    "in": "query",
                    "schema": {"type": "string", "enum": ["newest", "upcoming"], "default": "newest"}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Newest first by pages, or what is pending, soonest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PulseList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pulses/{id}": {
              "get": {
                "operationId": "showPulse",
                "tags": ["pulses"],
                "summary": "Show a pulse and its attempts",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IfNoneMatch"}],
                "responses": {
                  "200": {
                    "description": "The pulse.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "ETag": {"$ref": "#/components/headers/EntityTag"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PulseDetail"}}}
                  },
                  "304": {"$ref": "#/components/responses/NotModified"},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              },
              "patch": {
                "operationId": "changePulse",
                "tags": ["pulses"],
                "summary": "Change a pulse that waits",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IfMatch"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/merge-patch+json": {
                      "schema": {"$ref": "#/components/schemas/PulsePatch"},
                      "example": {"at": "tomorrow 9:00", "priority": "high", "env": {"OLD": null}}
                    },
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/PulsePatch"},
                      "example": {"at": "tomorrow 9:00", "priority": "high", "env": {"OLD": null}}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "As it is now.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "ETag": {"$ref": "#/components/headers/EntityTag"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "412": {"$ref": "#/components/responses/PreconditionFailed"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/cancel": {
              "post": {
                "operationId": "cancelPulses",
                "tags": ["pulses"],
                "summary": "Cancel all open pulses that have something in common",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/CancelPulses"},
                      "example": {"tag": "mail", "dry_run": true}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "All of them have ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CancelledPulses"}}}
                  },
                  "202": {
                    "description": "Some are being ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CancelledPulses"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/cancel": {
              "post": {
                "operationId": "cancelPulse",
                "tags": ["pulses"],
                "summary": "Cancel a pulse",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "It has ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "202": {
                    "description": "Its run is being ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/retry": {
              "post": {
                "operationId": "retryPulse",
                "tags": ["pulses"],
                "summary": "Run a pulse that failed, was cancelled or missed once more",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "It is pending again.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/snooze": {
              "post": {
                "operationId": "snoozePulse",
                "tags": ["pulses"],
                "summary": "Put a pulse off",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Snooze"}, "example": {"for": "15m"}}
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is due later.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/approve": {
              "post": {
                "operationId": "approvePulse",
                "tags": ["pulses"],
                "summary": "Let a pulse run that waits for approval",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "It may run, and what was made with it.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/deny": {
              "post": {
                "operationId": "denyPulse",
                "tags": ["pulses"],
                "summary": "Call a pulse off that waits for approval",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/DenyWish"}, "example": {"reason": "not today"}}
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is cancelled, and what was made with it.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/attempts": {
              "get": {
                "operationId": "listAttempts",
                "tags": ["pulses"],
                "summary": "List the attempts of a pulse",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}],
                "responses": {
                  "200": {
                    "description": "In their order.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AttemptList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pulses/{id}/attempts/{attempt}": {
              "get": {
                "operationId": "showAttempt",
                "tags": ["pulses"],
                "summary": "Show an attempt",
                "parameters": [{"$ref": "#/components/parameters/PulseID"}, {"$ref": "#/components/parameters/Attempt"}],
                "responses": {
                  "200": {
                    "description": "The attempt.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneAttempt"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pulses/{id}/attempts/{attempt}/report": {
              "post": {
                "operationId": "reportRun",
                "tags": ["pulses"],
                "summary": "Say how a run went",
                "description": "Of the latest run of a pulse. A run that reported `failed` has failed, whatever its exit code; after its end a report is kept as late and changes nothing. A later report takes the place of the one before.",
                "parameters": [
                  {"$ref": "#/components/parameters/PulseID"},
                  {"$ref": "#/components/parameters/Attempt"},
                  {"$ref": "#/components/parameters/IdempotencyKey"}
                ],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/NewReport"},
                      "example": {"outcome": "failed", "message": "The build is red.", "next_check_in": "2h"}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is kept, and the pulse that looks again is made.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReportedRun"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pulses/{id}/attempts/{attempt}/output": {
              "get": {
                "operationId": "readOutput",
                "tags": ["pulses"],
                "summary": "Read what a run wrote",
                "parameters": [
                  {"$ref": "#/components/parameters/PulseID"},
                  {
                    "name": "attempt",
                    "in": "path",
                    "required": true,
                    "description": "A number, or `latest`.",
                    "schema": {"type": "string", "pattern": "^(latest|[1-9][0-9]{0,17})$"},
                    "example": "latest"
                  },
                  {
                    "name": "stream",
                    "in": "query",
                    "schema": {"type": "string", "enum": ["stdout", "stderr"], "default": "stdout"}
                  },
                  {
                    "name": "offset",
                    "in": "query",
                    "description": "Where to begin; a negative one counts from the end.",
                    "schema": {"type": "integer", "minimum": -1099511627776, "maximum": 1099511627776, "default": 0}
                  },
                  {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 1048576, "default": 65536}
                  },
                  {
                    "name": "wait_ms",
                    "in": "query",
                    "description": "How long to wait for more.",
                    "schema": {"type": "integer", "minimum": 0, "maximum": 20000, "default": 0}
                  },
                  {
                    "name": "follow",
                    "in": "query",
                    "description": "`true`: the answer goes on until the run has ended; it waits for the run to begin for 20 s. Goes without `limit` and `wait_ms`.",
                    "schema": {"type": "string", "enum": ["true", "false"], "default": "false"}
                  },
                  {
                    "name": "Range",
                    "in": "header",
                    "description": "One range of bytes (RFC 9110); goes without `offset`, `limit`, `wait_ms` and `follow`. An answer has 1 MiB at most. Several ranges, and what cannot be read, are ignored.",
                    "schema": {"type": "string"},
                    "example": "bytes=0-"
                  }
                ],
                "responses": {
                  "200": {
                    "description": "The bytes as they were written.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Upbeat-Attempt": {"required": true, "schema": {"type": "integer", "minimum": 1}},
                      "Upbeat-Output-Offset": {
                        "required": true,
                        "description": "Where the bytes begin.",
                        "schema": {"type": "integer", "minimum": 0}
                      },
                      "Upbeat-Output-Size": {
                        "description": "How much is kept in all, so far. Not where it is followed.",
                        "schema": {"type": "integer", "minimum": 0}
                      },
                      "Upbeat-Output-Ended": {
                        "description": "Nothing will be added any more. Not where it is followed.",
                        "schema": {"type": "string", "enum": ["true", "false"]}
                      }
                    },
                    "content": {"application/octet-stream": {"schema": {}}}
                  },
                  "206": {
                    "description": "The range.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Content-Range": {
                        "required": true,
                        "description": "`bytes FIRST-LAST/N`, with `*` for N while it may still grow.",
                        "schema": {"type": "string"}
                      },
                      "Upbeat-Attempt": {"required": true, "schema": {"type": "integer", "minimum": 1}}
                    },
                    "content": {"application/octet-stream": {"schema": {}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "416": {"$ref": "#/components/responses/RangeNotSatisfiable"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pipelines": {
              "post": {
                "operationId": "createPipeline",
                "tags": ["pipelines"],
                "summary": "Make pulses together, some after others",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/NewPipeline"},
                      "example": {
                        "name": "release",
                        "steps": [
                          {"name": "build", "command": ["make"]},
                          {"name": "tell", "prompt": "Say that it is built.", "after": ["build"]}
                        ]
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "All of them are made.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Location": {"required": true, "schema": {"type": "string"}},
                      "Idempotent-Replayed": {
                        "description": "`true` on an answer that was given before.",
                        "schema": {"type": "string", "const": "true"}
                      }
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pipeline"}}},
                    "links": {
                      "showPipeline": {"operationId": "showPipeline", "parameters": {"id": "$response.body#/id"}},
                      "cancelPipeline": {"operationId": "cancelPipeline", "parameters": {"id": "$response.body#/id"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              },
              "get": {
                "operationId": "listPipelines",
                "tags": ["pipelines"],
                "summary": "List the latest pipelines",
                "parameters": [
                  {"name": "name", "in": "query", "schema": {"type": "string"}},
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}},
                  {
                    "name": "before",
                    "in": "query",
                    "description": "The `next_before` of the page before.",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Newest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PipelineList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pipelines/{id}": {
              "get": {
                "operationId": "showPipeline",
                "tags": ["pipelines"],
                "summary": "Show a pipeline",
                "parameters": [{"$ref": "#/components/parameters/PipelineID"}],
                "responses": {
                  "200": {
                    "description": "Its steps in their order.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pipeline"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pipelines/{id}/cancel": {
              "post": {
                "operationId": "cancelPipeline",
                "tags": ["pipelines"],
                "summary": "Cancel what is open of a pipeline",
                "parameters": [{"$ref": "#/components/parameters/PipelineID"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "All of it has ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CancelledPulses"}}}
                  },
                  "202": {
                    "description": "Some are being ended.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/CancelledPulses"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules": {
              "post": {
                "operationId": "createSchedule",
                "tags": ["schedules"],
                "summary": "Make a schedule",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/NewSchedule"},
                      "example": {
                        "name": "morning-brief",
                        "cron": "0 9 * * mon-fri",
                        "zone": "Europe/Berlin",
                        "prompt": "Write the morning brief."
                      }
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "It is made.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"},
                      "Location": {"required": true, "schema": {"type": "string"}}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}},
                    "links": {
                      "showSchedule": {"operationId": "showSchedule", "parameters": {"name": "$response.body#/schedule/name"}},
                      "changeSchedule": {
                        "operationId": "changeSchedule",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "pauseSchedule": {
                        "operationId": "pauseSchedule",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "resumeSchedule": {
                        "operationId": "resumeSchedule",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "triggerSchedule": {
                        "operationId": "triggerSchedule",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "listOccurrences": {
                        "operationId": "listOccurrences",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "previewScheduleChange": {
                        "operationId": "previewScheduleChange",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      },
                      "removeSchedule": {
                        "operationId": "removeSchedule",
                        "parameters": {"name": "$response.body#/schedule/name"}
                      }
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              },
              "get": {
                "operationId": "listSchedules",
                "tags": ["schedules"],
                "summary": "List schedules",
                "parameters": [
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}},
                  {
                    "name": "after",
                    "in": "query",
                    "description": "The `next_after` of the page before.",
                    "schema": {"type": "string"}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "By name.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ScheduleList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/schedules/preview": {
              "post": {
                "operationId": "previewSchedule",
                "tags": ["schedules"],
                "summary": "Say when a schedule would fire, and make nothing",
                "parameters": [{"$ref": "#/components/parameters/Count"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/SchedulePreview"},
                      "example": {
                        "name": "morning-brief",
                        "cron": "0 9 * * mon-fri",
                        "zone": "Europe/Berlin",
                        "prompt": "Write the morning brief."
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "Its times.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Preview"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}": {
              "get": {
                "operationId": "showSchedule",
                "tags": ["schedules"],
                "summary": "Show a schedule",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IfNoneMatch"}],
                "responses": {
                  "200": {
                    "description": "With its latest occurrences and open pulses.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "ETag": {"$ref": "#/components/headers/EntityTag"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ScheduleDetail"}}}
                  },
                  "304": {"$ref": "#/components/responses/NotModified"},
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              },
              "patch": {
                "operationId": "changeSchedule",
                "tags": ["schedules"],
                "summary": "Change a schedule",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IfMatch"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/merge-patch+json": {
                      "schema": {"$ref": "#/components/schemas/SchedulePatch"},
                      "example": {"cron": "0 8 * * *", "jitter": null}
                    },
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/SchedulePatch"},
                      "example": {"cron": "0 8 * * *", "jitter": null}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "As it is now.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "ETag": {"$ref": "#/components/headers/EntityTag"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "412": {"$ref": "#/components/responses/PreconditionFailed"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              },
              "delete": {
                "operationId": "removeSchedule",
                "tags": ["schedules"],
                "summary": "Remove a schedule",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IfMatch"}],
                "responses": {
                  "200": {
                    "description": "It is gone; its pulses stay.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/RemovedSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "412": {"$ref": "#/components/responses/PreconditionFailed"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/pause": {
              "post": {
                "operationId": "pauseSchedule",
                "tags": ["schedules"],
                "summary": "Pause a schedule",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/PauseWish"},
                      "example": {"until": "tomorrow 9:00", "why": "holiday"}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is paused.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/resume": {
              "post": {
                "operationId": "resumeSchedule",
                "tags": ["schedules"],
                "summary": "Resume a schedule",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "It fires again.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/snooze": {
              "post": {
                "operationId": "snoozeSchedule",
                "tags": ["schedules"],
                "summary": "Put a schedule off for a while",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/Snooze"}, "example": {"for": "2h"}}
                  }
                },
                "responses": {
                  "200": {
                    "description": "It fires again afterwards.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/approve": {
              "post": {
                "operationId": "approveSchedule",
                "tags": ["schedules"],
                "summary": "Let a schedule fire that waits for approval",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "It fires.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/deny": {
              "post": {
                "operationId": "denySchedule",
                "tags": ["schedules"],
                "summary": "Have a schedule fire no more that waits for approval",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/DenyWish"}, "example": {"reason": "not today"}}
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is over.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneSchedule"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/trigger": {
              "post": {
                "operationId": "triggerSchedule",
                "tags": ["schedules"],
                "summary": "Make a pulse of it now",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "201": {
                    "description": "The pulse, beside its planned times.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"},
                      "Location": {"required": true, "schema": {"type": "string"}}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OnePulse"}}},
                    "links": {
                      "showPulse": {"operationId": "showPulse", "parameters": {"id": "$response.body#/pulse/id"}},
                      "cancelPulse": {"operationId": "cancelPulse", "parameters": {"id": "$response.body#/pulse/id"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/preview": {
              "get": {
                "operationId": "previewFires",
                "tags": ["schedules"],
                "summary": "Say when it is going to fire",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/Count"}],
                "responses": {
                  "200": {
                    "description": "Its times.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Preview"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              },
              "post": {
                "operationId": "previewScheduleChange",
                "tags": ["schedules"],
                "summary": "Say when it would fire with a change",
                "parameters": [{"$ref": "#/components/parameters/ScheduleName"}, {"$ref": "#/components/parameters/Count"}, {"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/merge-patch+json": {
                      "schema": {"$ref": "#/components/schemas/SchedulePatch"},
                      "example": {"every": "2h", "cron": null}
                    },
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/SchedulePatch"},
                      "example": {"every": "2h", "cron": null}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "Its times.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Preview"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/schedules/{name}/occurrences": {
              "get": {
                "operationId": "listOccurrences",
                "tags": ["schedules"],
                "summary": "What became of its times",
                "parameters": [
                  {"$ref": "#/components/parameters/ScheduleName"},
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}},
                  {
                    "name": "before",
                    "in": "query",
                    "description": "Times before this one.",
                    "schema": {"type": "string", "format": "date-time"}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Newest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OccurrenceList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/upcoming": {
              "get": {
                "operationId": "listUpcoming",
                "tags": ["house"],
                "summary": "What is going to happen",
                "parameters": [
                  {"name": "from", "in": "query", "schema": {"type": "string", "format": "date-time"}},
                  {
                    "name": "to",
                    "in": "query",
                    "description": "Not beside `within`.",
                    "schema": {"type": "string", "format": "date-time"}
                  },
                  {
                    "name": "within",
                    "in": "query",
                    "description": "From `from`, or from now on; a day where nothing is said, a year at most.",
                    "schema": {"type": "string"},
                    "example": "2h"
                  },
                  {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Soonest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Upcoming"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/events": {
              "get": {
                "operationId": "listEvents",
                "tags": ["house"],
                "summary": "What happened",
                "description": "Pages of JSON; or, with `Accept: text/event-stream`, what happens as it happens (HTML standard, section 9.2): ids are the events' numbers, `event` is their kind, `data` the event as in the pages. `Last-Event-ID`, else `after`, says what was seen already; without them it begins with what happens from now on. An event `gap` comes first where what was asked for is not kept any more. A comment comes every 15 s; `limit` is of pages alone.",
                "parameters": [
                  {
                    "name": "after",
                    "in": "query",
                    "description": "The `next_after` of the page before, or the number of the last event that was seen.",
                    "schema": {"type": "integer", "minimum": 0, "maximum": 9223372036854775807, "default": 0}
                  },
                  {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Oldest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {
                      "application/json": {"schema": {"$ref": "#/components/schemas/EventList"}},
                      "text/event-stream": {"schema": {"type": "string"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/pause": {
              "post": {
                "operationId": "pauseEverything",
                "tags": ["house"],
                "summary": "Pause everything: nothing starts, what runs may end",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/PauseWish"},
                      "example": {"until": "tomorrow 9:00", "why": "holiday"}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is paused.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Standstill"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/resume": {
              "post": {
                "operationId": "resumeEverything",
                "tags": ["house"],
                "summary": "Resume everything",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "responses": {
                  "200": {
                    "description": "The pause as it was.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Standstill"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/pools": {
              "get": {
                "operationId": "listPools",
                "tags": ["house"],
                "summary": "The limits that pulses share",
                "responses": {
                  "200": {
                    "description": "By name.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/PoolList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/agents": {
              "get": {
                "operationId": "listAgents",
                "tags": ["house"],
                "summary": "The agents, their limits, and what they have",
                "responses": {
                  "200": {
                    "description": "By name. They are declared in the configuration, and changed there.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AgentList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/agents/{name}": {
              "get": {
                "operationId": "showAgent",
                "tags": ["house"],
                "summary": "Show an agent",
                "parameters": [{"$ref": "#/components/parameters/AgentName"}],
                "responses": {
                  "200": {
                    "description": "The agent.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneAgent"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/status": {
              "get": {
                "operationId": "readStatus",
                "tags": ["house"],
                "summary": "How the house is",
                "responses": {
                  "200": {
                    "description": "State, counts, what is next, what wants a look.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Status"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/v1/reload": {
              "post": {
                "operationId": "reload",
                "tags": ["house"],
                "summary": "Read the configuration anew, or say what that would change",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": false,
                  "content": {
                    "application/json": {"schema": {"$ref": "#/components/schemas/ReloadWish"}, "example": {"dry_run": true}}
                  }
                },
                "responses": {
                  "200": {
                    "description": "What changed, or would.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Reload"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/tokens": {
              "get": {
                "operationId": "listTokens",
                "tags": ["access"],
                "summary": "List the tokens, without their texts",
                "responses": {
                  "200": {
                    "description": "The oldest first; those that were revoked are not among them.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TokenList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              },
              "post": {
                "operationId": "makeToken",
                "tags": ["access"],
                "summary": "Make a token",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/NewToken"},
                      "example": {"name": "phone", "scope": "read", "expires_at": "30d"}
                    }
                  }
                },
                "responses": {
                  "201": {
                    "description": "Its text is told this once.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {"$ref": "#/components/headers/Replayed"}
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/MadeToken"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/v1/tokens/{name}": {
              "delete": {
                "operationId": "revokeToken",
                "tags": ["access"],
                "summary": "Revoke a token; it holds from the next request on",
                "parameters": [{"$ref": "#/components/parameters/TokenName"}],
                "responses": {
                  "200": {
                    "description": "It is of no use any more.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OneToken"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                }
              }
            },
            "/healthz": {
              "get": {
                "operationId": "isAlive",
                "tags": ["watching"],
                "summary": "Whether the process answers",
                "responses": {
                  "200": {
                    "description": "It does.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}
                  },
                  "421": {"$ref": "#/components/responses/Misdirected"}
                },
                "security": []
              }
            },
            "/v1/hooks": {
              "get": {
                "operationId": "listHooks",
                "tags": ["hooks"],
                "summary": "The ways in for programs elsewhere",
                "responses": {
                  "200": {
                    "description": "By name.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HookList"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/mcp": {
              "post": {
                "operationId": "callMCP",
                "tags": ["house"],
                "summary": "The agent's door: the Model Context Protocol over Streamable HTTP",
                "description": "One message of JSON-RPC 2.0, in any revision from 2024-11-05 to 2026-07-28, without sessions. `tools/list` tells what there is. The agent is the one of the token.",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"type": "object"},
                      "example": {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The answer, or server-sent events that end with it.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {
                      "application/json": {"schema": {"type": "object"}},
                      "text/event-stream": {"schema": {"type": "string"}}
                    }
                  },
                  "202": {
                    "description": "A notification; nothing is answered.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}}
                  },
                  "400": {
                    "description": "No message, or one that its headers contradict.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {
                      "application/json": {"schema": {"type": "object"}},
                      "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    }
                  },
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {
                    "description": "No such method.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"type": "object"}}}
                  },
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/hooks/{name}": {
              "post": {
                "operationId": "callHook",
                "tags": ["hooks"],
                "summary": "Make what a hook of the configuration is for",
                "description": "Takes no token: a call is signed, or carries the hook's own token. What is signed is the raw body. An id that came in before makes nothing.",
                "parameters": [{"$ref": "#/components/parameters/HookName"}],
                "requestBody": {
                  "required": false,
                  "content": {"application/json": {"schema": {}, "example": {"action": "opened", "issue": {"number": 7}}}}
                },
                "responses": {
                  "200": {
                    "description": "Nothing was made: the id came in before, or the hook does not hear such calls.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {
                        "description": "`true` on an answer that was given before.",
                        "schema": {"type": "string", "const": "true"}
                      }
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HookAnswer"}}}
                  },
                  "202": {
                    "description": "It is made, durably.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/HookAnswer"}}}
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "403": {"$ref": "#/components/responses/Unverified"},
                  "409": {"$ref": "#/components/responses/Conflict"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "415": {"$ref": "#/components/responses/UnsupportedMediaType"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"},
                  "507": {"$ref": "#/components/responses/StorageFull"}
                },
                "security": []
              }
            },
            "/readyz": {
              "get": {
                "operationId": "isReady",
                "tags": ["watching"],
                "summary": "Whether it can do its work",
                "description": "Answers within two seconds, whatever hangs.",
                "responses": {
                  "200": {
                    "description": "The store takes writes, the engine makes progress, nothing drains.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Readiness"}}}
                  },
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                },
                "security": []
              }
            },
            "/metrics": {
              "get": {
                "operationId": "readMetrics",
                "tags": ["watching"],
                "summary": "What a monitor wants to know",
                "responses": {
                  "200": {
                    "description": "OpenMetrics 1.0 for who accepts it, else the text format 0.0.4.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {
                      "text/plain": {"schema": {"type": "string"}},
                      "application/openmetrics-text": {"schema": {"type": "string"}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorized"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "421": {"$ref": "#/components/responses/Misdirected"},
                  "422": {"$ref": "#/components/responses/Invalid"},
                  "429": {"$ref": "#/components/responses/LimitReached"},
                  "503": {"$ref": "#/components/responses/Unavailable"}
                }
              }
            },
            "/openapi.json": {
              "get": {
                "operationId": "readDescription",
                "tags": ["watching"],
                "summary": "This description",
                "responses": {
                  "200": {
                    "description": "OpenAPI 3.1.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"type": "object"}}}
                  },
                  "421": {"$ref": "#/components/responses/Misdirected"}
                },
                "security": []
              }
            },
            "/docs": {
              "get": {
                "operationId": "readDocs",
                "tags": ["watching"],
                "summary": "This description as a page",
                "responses": {
                  "200": {
                    "description": "One page that loads nothing else.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Content-Security-Policy": {"required": true, "schema": {"type": "string"}}
                    },
                    "content": {"text/html": {"schema": {"type": "string"}}}
                  },
                  "421": {"$ref": "#/components/responses/Misdirected"}
                },
                "security": []
              }
            },
            "/api/pulse/trigger": {
              "post": {
                "operationId": "reeveTrigger",
                "tags": ["reeve"],
                "summary": "Make a pulse, as Reeve's programs do",
                "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/ReeveTrigger"},
                      "example": {
                        "prompt": "Telegram message from Alice: can we meet tomorrow?",
                        "scheduled_at": "now",
                        "priority": "high",
                        "source": "telegram",
                        "tags": ["telegram"]
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "It is made.",
                    "headers": {
                      "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                      "Idempotent-Replayed": {
                        "description": "`true` on an answer that was given before.",
                        "schema": {"type": "string", "const": "true"}
                      }
                    },
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveTriggered"}}}
                  },
                  "400": {"$ref": "#/components/responses/ReeveBadRequest"},
                  "401": {"$ref": "#/components/responses/ReeveUnauthorized"},
                  "403": {"$ref": "#/components/responses/ReeveForbidden"},
                  "413": {"$ref": "#/components/responses/ReeveTooLarge"},
                  "421": {"$ref": "#/components/responses/ReeveMisdirected"},
                  "422": {"$ref": "#/components/responses/ReeveInvalid"},
                  "429": {"$ref": "#/components/responses/ReeveTooFast"},
                  "503": {"$ref": "#/components/responses/ReeveUnavailable"},
                  "507": {"$ref": "#/components/responses/ReeveStorageFull"}
                }
              }
            },
            "/api/pulse/upcoming": {
              "get": {
                "operationId": "reeveUpcoming",
                "tags": ["reeve"],
                "summary": "What is pending",
                "parameters": [
                  {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 20}
                  }
                ],
                "responses": {
                  "200": {
                    "description": "Soonest first.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveUpcoming"}}}
                  },
                  "400": {"$ref": "#/components/responses/ReeveBadRequest"},
                  "401": {"$ref": "#/components/responses/ReeveUnauthorized"},
                  "403": {"$ref": "#/components/responses/ReeveForbidden"},
                  "421": {"$ref": "#/components/responses/ReeveMisdirected"},
                  "422": {"$ref": "#/components/responses/ReeveInvalid"},
                  "429": {"$ref": "#/components/responses/ReeveTooFast"},
                  "503": {"$ref": "#/components/responses/ReeveUnavailable"}
                }
              }
            },
            "/api/health": {
              "get": {
                "operationId": "reeveHealth",
                "tags": ["reeve"],
                "summary": "Whether the process answers",
                "responses": {
                  "200": {
                    "description": "It does.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}
                  },
                  "421": {"$ref": "#/components/responses/ReeveMisdirected"}
                },
                "security": []
              }
            },
            "/api/status": {
              "get": {
                "operationId": "reeveStatus",
                "tags": ["reeve"],
                "summary": "How the daemon is",
                "responses": {
                  "200": {
                    "description": "Counts by outcome.",
                    "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveStatus"}}}
                  },
                  "400": {"$ref": "#/components/responses/ReeveBadRequest"},
                  "401": {"$ref": "#/components/responses/ReeveUnauthorized"},
                  "403": {"$ref": "#/components/responses/ReeveForbidden"},
                  "421": {"$ref": "#/components/responses/ReeveMisdirected"},
                  "429": {"$ref": "#/components/responses/ReeveTooFast"},
                  "503": {"$ref": "#/components/responses/ReeveUnavailable"}
                }
              }
            }
          },
          "components": {
            "securitySchemes": {
              "token": {"type": "http", "scheme": "bearer", "description": "`upbeat token show` prints it."}
            },
            "headers": {
              "RequestID": {
                "required": true,
                "description": "Names this request: in the log with its error where the daemon is at fault, and with every request at `log.level` debug.",
                "schema": {"type": "string", "pattern": "^[0-9a-f]{16}$"}
              },
              "Replayed": {
                "description": "`true` on an answer that was given before.",
                "schema": {"type": "string", "const": "true"}
              },
              "EntityTag": {
                "required": true,
                "description": "Names the state that the answer shows; `If-Match` and `If-None-Match` take it.",
                "schema": {"type": "string", "pattern": "^\"[0-9a-f]{32}\"$"}
              }
            },
            "parameters": {
              "PulseID": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The pulse's number.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
              },
              "PipelineID": {
                "name": "id",
                "in": "path",
                "required": true,
                "description": "The number of any of its pulses.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807}
              },
              "ScheduleName": {
                "name": "name",
                "in": "path",
                "required": true,
                "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"}
              },
              "HookName": {
                "name": "name",
                "in": "path",
                "required": true,
                "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"}
              },
              "TokenName": {
                "name": "name",
                "in": "path",
                "required": true,
                "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"}
              },
              "AgentName": {
                "name": "name",
                "in": "path",
                "required": true,
                "schema": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"}
              },
              "IdempotencyKey": {
                "name": "Idempotency-Key",
                "in": "header",
                "description": "The same request with the same key is answered from memory for 24 h; another one is refused.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"},
                "example": "a4c1-0001"
              },
              "IfMatch": {
                "name": "If-Match",
                "in": "header",
                "description": "Do it only where it still is in one of these states: tags as `ETag` gives them, with commas between, or `*`.",
                "schema": {"type": "string"},
                "example": "*"
              },
              "IfNoneMatch": {
                "name": "If-None-Match",
                "in": "header",
                "description": "Answer 304 where it is in one of these states.",
                "schema": {"type": "string"}
              },
              "Attempt": {
                "name": "attempt",
                "in": "path",
                "required": true,
                "description": "A number, or `latest`.",
                "schema": {"type": "string", "pattern": "^(latest|[1-9][0-9]{0,17})$"},
                "example": "latest"
              },
              "Count": {
                "name": "count",
                "in": "query",
                "description": "How many times to list.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 5}
              }
            },
            "responses": {
              "BadRequest": {
                "description": "The request cannot be read: no JSON, or a malformed target.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveBadRequest": {
                "description": "The request cannot be read: no JSON, or a malformed target.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "Unverified": {
                "description": "There is no such hook, or the call does not carry what it asks for; or a page of another origin asks.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "Unauthorized": {
                "description": "There is no token.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "WWW-Authenticate": {"required": true, "schema": {"type": "string"}}
                },
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveUnauthorized": {
                "description": "There is no token.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "WWW-Authenticate": {"required": true, "schema": {"type": "string"}}
                },
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "Forbidden": {
                "description": "The token is not known, or this is not its owner's to do.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveForbidden": {
                "description": "The token is not known, or this is not its owner's to do.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "ReeveTooFast": {
                "description": "The agent's limit is reached, or it asks too fast.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "Retry-After": {"required": true, "description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}
                },
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "NotFound": {
                "description": "There is no such thing.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "Conflict": {
                "description": "It is not in a state in which that can be done.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "TooLarge": {
                "description": "The body is over the limit.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveTooLarge": {
                "description": "The body is over the limit.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "UnsupportedMediaType": {
                "description": "The body is not said to be JSON.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "Misdirected": {
                "description": "The Host is none of this server.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveMisdirected": {
                "description": "The Host is none of this server.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "Invalid": {
                "description": "A field or parameter is not what it should be.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveInvalid": {
                "description": "A field or parameter is not what it should be.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "LimitReached": {
                "description": "The agent's limit is reached.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "PreconditionFailed": {
                "description": "It is not in a state that `If-Match` names.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "NotModified": {
                "description": "It is in a state that `If-None-Match` names.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "ETag": {"$ref": "#/components/headers/EntityTag"}
                }
              },
              "RangeNotSatisfiable": {
                "description": "There is nothing in that range.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "Content-Range": {
                    "required": true,
                    "description": "`bytes */N`: there are N bytes.",
                    "schema": {"type": "string"}
                  }
                },
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "Unavailable": {
                "description": "The store does not answer now.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "Retry-After": {"required": true, "description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}
                },
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveUnavailable": {
                "description": "The store does not answer now.",
                "headers": {
                  "X-Request-Id": {"$ref": "#/components/headers/RequestID"},
                  "Retry-After": {"required": true, "description": "Seconds.", "schema": {"type": "integer", "minimum": 1}}
                },
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              },
              "StorageFull": {
                "description": "The disk is full; nothing was made.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
              },
              "ReeveStorageFull": {
                "description": "The disk is full; nothing was made.",
                "headers": {"X-Request-Id": {"$ref": "#/components/headers/RequestID"}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReeveError"}}}
              }
            },
            "schemas": {
              "AnyJSON": {
                "description": "Any JSON; a whole number that neither 64 bits nor a double hold exactly is refused, rather than changed.",
                "anyOf": [
                  {"type": ["null", "boolean", "string"]},
                  {"type": "number", "minimum": -9223372036854775808, "maximum": 9223372036854775807},
                  {"type": "array", "items": {"$ref": "#/components/schemas/AnyJSON"}},
                  {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/AnyJSON"}}
                ]
              },
              "Webhook": {
                "description": "A call to make. The same shape is asked for and shown.",
                "type": "object",
                "required": ["url"],
                "properties": {
                  "url": {"type": "string", "description": "http or https.", "examples": ["http://127.0.0.1:9/hook"]},
                  "method": {
                    "type": ["string", "null"],
                    "examples": ["POST"],
                    "description": "POST (default), GET, PUT, PATCH, DELETE or HEAD, in either case."
                  },
                  "headers": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "string"},
                    "maxProperties": 50,
                    "description": "Values may name secrets: `${env:NAME}`."
                  },
                  "payload": {
                    "description": "Sent as JSON. Any value; null as if it were not there.",
                    "$ref": "#/components/schemas/AnyJSON"
                  },
                  "text": {
                    "type": ["string", "null"],
                    "description": "Sent as text with placeholders filled in; not beside `payload`."
                  },
                  "secrets": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 5,
                    "description": "References to what the call is signed with (Standard Webhooks)."
                  },
                  "follow_redirects": {"type": ["integer", "null"], "minimum": 0, "maximum": 10}
                },
                "additionalProperties": false
              },
              "Retry": {
                "description": "How often and how soon what fails is tried again. The same shape is asked for and shown.",
                "type": "object",
                "properties": {
                  "attempts": {"type": ["integer", "null"], "minimum": 1, "maximum": 100},
                  "backoff": {
                    "description": "`exponential`, `fixed`, or a list of waits.",
                    "oneOf": [
                      {"type": ["string", "null"], "enum": ["exponential", "fixed", null]},
                      {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 99}
                    ]
                  },
                  "delay": {"type": ["string", "null"], "examples": ["30s"]},
                  "max_delay": {"type": ["string", "null"], "examples": ["1h"]},
                  "window": {"type": ["string", "null"], "examples": ["6h"]},
                  "fatal": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 20,
                    "description": "Rules such as `exit 2`: what is not tried again."
                  },
                  "transient": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 20,
                    "description": "Rules such as `stderr busy`: what alone is tried again."
                  }
                },
                "additionalProperties": false
              },
              "After": {
                "description": "What has to end first: a pulse by its number, a step of the same pipeline by its name, or either with what counts as an end.",
                "oneOf": [
                  {"type": "integer", "minimum": 1, "maximum": 9223372036854775807},
                  {"type": "string"},
                  {
                    "type": "object",
                    "required": ["pulse"],
                    "properties": {
                      "pulse": {"type": "integer", "minimum": 1, "maximum": 9223372036854775807},
                      "when": {"type": "string", "enum": ["success", "end"]}
                    },
                    "additionalProperties": false
                  },
                  {
                    "type": "object",
                    "required": ["step"],
                    "properties": {"step": {"type": "string"}, "when": {"type": "string", "enum": ["success", "end"]}},
                    "additionalProperties": false
                  }
                ]
              },
              "NewPulse": {
                "description": "A pulse to be made: exactly one of `prompt`, `command` and `webhook`.",
                "type": "object",
                "properties": {
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {"oneOf": [{"$ref": "#/components/schemas/Webhook"}, {"type": "null"}]},
                  "at": {
                    "type": ["string", "null"],
                    "description": "When: any time phrase. `now` where nothing is said.",
                    "examples": ["in 2 hours", "tomorrow 9:00", "2030-01-20T09:00:00+01:00"]
                  },
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "string"},
                    "description": "Variables for the run."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_at": {"type": ["string", "null"], "description": "Until when it may still begin: any time phrase."},
                  "key": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "While a pulse with this key is open, `on_key` decides."
                  },
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "zone": {
                    "type": ["string", "null"],
                    "description": "IANA name of the zone in which `at` is read.",
                    "examples": ["Europe/Berlin"]
                  },
                  "agent": {"type": ["string", "null"], "description": "Whose it is to be."},
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that it needs; one may be written as a string."
                  },
                  "on_key": {
                    "type": ["string", "null"],
                    "enum": ["keep", "replace", "refuse", null],
                    "description": "Goes with `key`. `keep` where nothing is said."
                  },
                  "after": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/After"}, "maxItems": 10000}
                },
                "additionalProperties": false,
                "oneOf": [
                  {"required": ["prompt"], "properties": {"prompt": {"type": "string"}}},
                  {"required": ["command"], "properties": {"command": {"type": "array"}}},
                  {"required": ["webhook"], "properties": {"webhook": {"type": "object"}}}
                ]
              },
              "PulsePatch": {
                "description": "A merge patch (RFC 7396): what is absent stays, what is null goes back to its default.",
                "type": "object",
                "properties": {
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {
                    "type": ["object", "null"],
                    "properties": {"url": {"type": "string"}},
                    "description": "Merged with the webhook that there is; see `Webhook`."
                  },
                  "at": {
                    "type": ["string", "null"],
                    "description": "When: any time phrase. `now` where nothing is said.",
                    "examples": ["in 2 hours", "tomorrow 9:00", "2030-01-20T09:00:00+01:00"]
                  },
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": ["string", "null"]},
                    "description": "Merged with the variables that there are; null takes one away."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_at": {
                    "type": ["string", "null"],
                    "description": "Until when it may still begin: any time phrase."
                  },
                  "zone": {
                    "type": ["string", "null"],
                    "description": "IANA name of the zone in which `at` is read.",
                    "examples": ["Europe/Berlin"]
                  },
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that it needs; one may be written as a string."
                  }
                },
                "additionalProperties": false
              },
              "NewStep": {
                "description": "A step: the fields of a pulse, and its name.",
                "type": "object",
                "properties": {
                  "name": {"type": ["string", "null"]},
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {"oneOf": [{"$ref": "#/components/schemas/Webhook"}, {"type": "null"}]},
                  "at": {
                    "type": ["string", "null"],
                    "description": "When: any time phrase. `now` where nothing is said.",
                    "examples": ["in 2 hours", "tomorrow 9:00", "2030-01-20T09:00:00+01:00"]
                  },
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "string"},
                    "description": "Variables for the run."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_at": {"type": ["string", "null"], "description": "Until when it may still begin: any time phrase."},
                  "key": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "While a pulse with this key is open, `on_key` decides."
                  },
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "zone": {
                    "type": ["string", "null"],
                    "description": "IANA name of the zone in which `at` is read.",
                    "examples": ["Europe/Berlin"]
                  },
                  "agent": {"type": ["string", "null"], "description": "Whose it is to be."},
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that it needs; one may be written as a string."
                  },
                  "on_key": {
                    "type": ["string", "null"],
                    "enum": ["keep", "replace", "refuse", null],
                    "description": "Goes with `key`. `keep` where nothing is said."
                  },
                  "after": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/After"}, "maxItems": 10000}
                },
                "additionalProperties": false,
                "oneOf": [
                  {"required": ["prompt"], "properties": {"prompt": {"type": "string"}}},
                  {"required": ["command"], "properties": {"command": {"type": "array"}}},
                  {"required": ["webhook"], "properties": {"webhook": {"type": "object"}}}
                ]
              },
              "NewPipeline": {
                "description": "Pulses to be made together.",
                "type": "object",
                "required": ["steps"],
                "properties": {
                  "name": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "steps": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/NewStep"},
                    "minItems": 1,
                    "maxItems": 10000
                  },
                  "at": {"type": ["string", "null"], "description": "For each step that says nothing else."},
                  "zone": {"type": ["string", "null"]},
                  "priority": {"type": ["string", "null"], "enum": ["critical", "high", "normal", "low", "deferred", null]},
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "agent": {"type": ["string", "null"]},
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200}
                },
                "additionalProperties": false
              },
              "Pulse": {
                "description": "One durable wake-up. Of `prompt`, `command` and `webhook` the one that `kind` names is there.",
                "type": "object",
                "required": [
                  "id",
                  "status",
                  "reason",
                  "kind",
                  "session",
                  "sticky_notes",
                  "runner",
                  "priority",
                  "tags",
                  "created_by",
                  "door",
                  "key",
                  "cwd",
                  "env",
                  "timeout_ms",
                  "retry",
                  "on_lost",
                  "expires_at",
                  "zone",
                  "scheduled_at",
                  "due_at",
                  "created_at",
                  "finished_at",
                  "attempt",
                  "attempts_spent",
                  "attempts_allowed",
                  "agent",
                  "schedule",
                  "schedule_id",
                  "nominal_at",
                  "pools",
                  "waits_for",
                  "pipeline",
                  "pipeline_name",
                  "step",
                  "after"
                ],
                "properties": {
                  "id": {"type": "integer", "minimum": 1},
                  "status": {
                    "type": "string",
                    "enum": ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"]
                  },
                  "reason": {"type": ["string", "null"], "description": "Why it is blocked, failed, cancelled or missed."},
                  "kind": {"type": "string", "enum": ["prompt", "command", "webhook"]},
                  "prompt": {"type": "string"},
                  "command": {"type": "array", "items": {"type": "string"}},
                  "webhook": {"$ref": "#/components/schemas/Webhook"},
                  "session": {"type": ["string", "null"]},
                  "sticky_notes": {"type": "array", "items": {"type": "string"}},
                  "runner": {"type": ["string", "null"], "description": "Null for all but a prompt."},
                  "priority": {"type": "string", "enum": ["critical", "high", "normal", "low", "deferred"]},
                  "tags": {"type": "array", "items": {"type": "string"}},
                  "created_by": {"type": "string"},
                  "door": {"type": "string", "description": "Which way it came in: `command-line`, `http`, `mcp`, `schedule`, ..."},
                  "key": {"type": ["string", "null"]},
                  "cwd": {"type": ["string", "null"]},
                  "env": {"type": "object", "additionalProperties": {"type": "string"}},
                  "timeout_ms": {"type": "integer"},
                  "retry": {"$ref": "#/components/schemas/Retry"},
                  "on_lost": {"type": "string", "enum": ["retry", "fail"]},
                  "expires_at": {"type": ["string", "null"], "format": "date-time"},
                  "zone": {"type": "string"},
                  "scheduled_at": {"type": "string", "format": "date-time"},
                  "due_at": {"type": "string", "format": "date-time"},
                  "created_at": {"type": "string", "format": "date-time"},
                  "finished_at": {"type": ["string", "null"], "format": "date-time"},
                  "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The number of the latest attempt; 0 before the first."
                  },
                  "attempts_spent": {"type": "integer", "minimum": 0},
                  "attempts_allowed": {"type": "integer", "minimum": 1},
                  "agent": {"type": ["string", "null"], "description": "Whose it is; null: the person's."},
                  "schedule": {"type": ["string", "null"]},
                  "schedule_id": {"type": ["integer", "null"]},
                  "nominal_at": {"type": ["string", "null"], "format": "date-time"},
                  "pools": {"type": "array", "items": {"type": "string"}},
                  "waits_for": {"oneOf": [{"$ref": "#/components/schemas/PoolWait"}, {"type": "null"}]},
                  "pipeline": {"type": ["integer", "null"]},
                  "pipeline_name": {"type": ["string", "null"]},
                  "step": {"type": ["string", "null"]},
                  "after": {"type": "array", "items": {"$ref": "#/components/schemas/Wait"}}
                }
              },
              "PoolWait": {
                "description": "The pool that holds back a pulse that is due.",
                "type": "object",
                "required": ["pool", "why", "until", "used", "limit"],
                "properties": {
                  "pool": {"type": "string"},
                  "why": {"type": "string", "enum": ["full", "rate", "daily"]},
                  "until": {"type": ["string", "null"], "format": "date-time"},
                  "used": {"type": "integer"},
                  "limit": {"type": "integer"}
                }
              },
              "Wait": {
                "description": "What a pulse waits or waited for.",
                "type": "object",
                "required": ["pulse", "when", "met"],
                "properties": {
                  "pulse": {"type": "integer", "minimum": 1},
                  "when": {"type": "string", "enum": ["success", "end"]},
                  "met": {"type": "boolean"}
                }
              },
              "MadePulse": {
                "type": "object",
                "required": ["created", "delay_ms", "pulse", "replaced"],
                "properties": {
                  "created": {
                    "type": "boolean",
                    "description": "False where an open pulse with the same key was there: then it is that one."
                  },
                  "delay_ms": {"type": "integer", "minimum": 0},
                  "pulse": {"$ref": "#/components/schemas/Pulse"},
                  "replaced": {"type": "array", "items": {"type": "integer", "minimum": 1}}
                }
              },
              "MadePulses": {
                "description": "In the order of the request.",
                "type": "object",
                "required": ["pulses"],
                "properties": {"pulses": {"type": "array", "items": {"$ref": "#/components/schemas/MadePulse"}}}
              },
              "OnePulse": {
                "type": "object",
                "required": ["pulse"],
                "properties": {"pulse": {"$ref": "#/components/schemas/Pulse"}}
              },
              "PulseDetail": {
                "type": "object",
                "required": ["pulse", "attempts"],
                "properties": {
                  "pulse": {"$ref": "#/components/schemas/Pulse"},
                  "attempts": {"type": "array", "items": {"$ref": "#/components/schemas/Attempt"}}
                }
              },
              "PulseList": {
                "type": "object",
                "required": ["pulses", "next_before"],
                "properties": {
                  "pulses": {"type": "array", "items": {"$ref": "#/components/schemas/Pulse"}},
                  "next_before": {
                    "type": ["integer", "null"],
                    "description": "To be sent as `before` for the next page; null on the last one."
                  }
                }
              },
              "AttemptList": {
                "type": "object",
                "required": ["attempts"],
                "properties": {"attempts": {"type": "array", "items": {"$ref": "#/components/schemas/Attempt"}}}
              },
              "OneAttempt": {
                "type": "object",
                "required": ["attempt"],
                "properties": {"attempt": {"$ref": "#/components/schemas/Attempt"}}
              },
              "Attempt": {
                "description": "One execution of a pulse.",
                "type": "object",
                "required": [
                  "number",
                  "outcome",
                  "started_at",
                  "ended_at",
                  "due_at",
                  "lateness_ms",
                  "duration_ms",
                  "exit_code",
                  "signal",
                  "error",
                  "stdout_bytes",
                  "stderr_bytes",
                  "stdout_tail",
                  "stderr_tail",
                  "pid",
                  "report"
                ],
                "properties": {
                  "number": {"type": "integer", "minimum": 1},
                  "outcome": {
                    "type": ["string", "null"],
                    "enum": ["succeeded", "failed", "timed_out", "cancelled", "lost", null],
                    "description": "Null while it runs."
                  },
                  "started_at": {"type": "string", "format": "date-time"},
                  "ended_at": {"type": ["string", "null"], "format": "date-time"},
                  "due_at": {"type": "string", "format": "date-time"},
                  "lateness_ms": {"type": "integer"},
                  "duration_ms": {"type": ["integer", "null"]},
                  "exit_code": {"type": ["integer", "null"]},
                  "signal": {"type": ["integer", "null"]},
                  "error": {"type": ["string", "null"]},
                  "stdout_bytes": {"type": "integer", "minimum": 0},
                  "stderr_bytes": {"type": "integer", "minimum": 0},
                  "stdout_tail": {"type": "string", "description": "At most the last 2 KiB."},
                  "stderr_tail": {"type": "string"},
                  "pid": {"type": ["integer", "null"]},
                  "report": {
                    "oneOf": [{"$ref": "#/components/schemas/Report"}, {"type": "null"}],
                    "description": "What the run said of itself."
                  }
                }
              },
              "NewReport": {
                "type": "object",
                "required": ["outcome"],
                "properties": {
                  "outcome": {"type": "string", "enum": ["done", "failed", "nothing_to_say"]},
                  "message": {"type": ["string", "null"], "minLength": 1, "maxLength": 4000, "description": "For the person."},
                  "next_check_in": {
                    "type": ["string", "null"],
                    "description": "The same once more after this time, `1s` to `366d`, as a pulse of its own.",
                    "examples": ["2h"]
                  }
                },
                "additionalProperties": false
              },
              "Report": {
                "description": "What a run said of itself.",
                "type": "object",
                "required": ["outcome", "message", "next_check", "at", "late"],
                "properties": {
                  "outcome": {"type": "string", "enum": ["done", "failed", "nothing_to_say"]},
                  "message": {"type": ["string", "null"]},
                  "next_check": {"type": ["integer", "null"], "description": "The pulse that looks again."},
                  "at": {"type": "string", "format": "date-time"},
                  "late": {"type": "boolean", "description": "It came after the end of the run, and changed nothing about it."}
                }
              },
              "ReportedRun": {
                "type": "object",
                "required": ["pulse", "attempt", "report", "next"],
                "properties": {
                  "pulse": {"type": "integer", "minimum": 1},
                  "attempt": {"type": "integer", "minimum": 1},
                  "report": {"$ref": "#/components/schemas/Report"},
                  "next": {
                    "oneOf": [{"$ref": "#/components/schemas/Pulse"}, {"type": "null"}],
                    "description": "The pulse that looks again, where this report asked for one."
                  }
                }
              },
              "CancelPulses": {
                "description": "Which open pulses: all that is named has to be so of each, and something has to be named.",
                "type": "object",
                "properties": {
                  "tag": {"type": ["string", "null"]},
                  "schedule": {"type": ["string", "null"]},
                  "agent": {"type": ["string", "null"]},
                  "dry_run": {"type": ["boolean", "null"], "description": "Only say which ones these are."}
                },
                "additionalProperties": false
              },
              "CancelledPulses": {
                "type": "object",
                "required": ["dry_run", "cancelled", "ending"],
                "properties": {
                  "dry_run": {"type": "boolean"},
                  "cancelled": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                  "ending": {
                    "type": "array",
                    "items": {"type": "integer", "minimum": 1},
                    "description": "Those whose run had not ended yet; it is being ended."
                  }
                }
              },
              "DenyWish": {
                "type": "object",
                "properties": {"reason": {"type": ["string", "null"], "minLength": 1, "maxLength": 500, "description": "Why, for the record."}},
                "additionalProperties": false
              },
              "Snooze": {
                "type": "object",
                "required": ["for"],
                "properties": {"for": {"type": "string", "description": "How long, `1s` to `366d`.", "examples": ["15m"]}},
                "additionalProperties": false
              },
              "Pipeline": {
                "description": "Pulses that were made together. Its id is the number of the first.",
                "type": "object",
                "required": ["id", "name", "status", "created_at", "steps"],
                "properties": {
                  "id": {"type": "integer", "minimum": 1},
                  "name": {"type": ["string", "null"]},
                  "status": {"type": "string", "enum": ["running", "waiting", "completed", "failed", "cancelled"]},
                  "created_at": {"type": "string", "format": "date-time"},
                  "steps": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": [
                        "name",
                        "pulse",
                        "status",
                        "reason",
                        "after",
                        "due_at",
                        "started_at",
                        "duration_ms",
                        "finished_at",
                        "attempt"
                      ],
                      "properties": {
                        "name": {"type": ["string", "null"]},
                        "pulse": {"type": "integer", "minimum": 1},
                        "status": {
                          "type": "string",
                          "enum": ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"]
                        },
                        "reason": {"type": ["string", "null"]},
                        "after": {"type": "array", "items": {"$ref": "#/components/schemas/Wait"}},
                        "due_at": {"type": "string", "format": "date-time"},
                        "started_at": {"type": ["string", "null"], "format": "date-time"},
                        "duration_ms": {"type": ["integer", "null"]},
                        "finished_at": {"type": ["string", "null"], "format": "date-time"},
                        "attempt": {"type": "integer", "minimum": 0}
                      }
                    }
                  }
                }
              },
              "PipelineList": {
                "type": "object",
                "required": ["pipelines", "next_before"],
                "properties": {
                  "next_before": {
                    "type": ["integer", "null"],
                    "description": "To be sent as `before` for the next page; null on the last one."
                  },
                  "pipelines": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["id", "name", "status", "created_at", "counts"],
                      "properties": {
                        "id": {"type": "integer", "minimum": 1},
                        "name": {"type": ["string", "null"]},
                        "status": {"type": "string", "enum": ["running", "waiting", "completed", "failed", "cancelled"]},
                        "created_at": {"type": "string", "format": "date-time"},
                        "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
                      }
                    }
                  }
                }
              },
              "Fire": {
                "description": "A time at which a schedule is going to fire.",
                "type": "object",
                "required": ["nominal_at", "at", "local", "offset_before"],
                "properties": {
                  "nominal_at": {"type": "string", "format": "date-time", "description": "Its time by the rule."},
                  "at": {
                    "type": "string",
                    "format": "date-time",
                    "description": "When its pulse is due: later by jitter, window or pause."
                  },
                  "local": {"type": "string", "description": "By the clock of the schedule's zone."},
                  "offset_before": {
                    "type": ["string", "null"],
                    "description": "The zone's offset at the time before, where it is another."
                  }
                }
              },
              "Warning": {
                "type": "object",
                "required": ["code", "message"],
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}}
              },
              "Pause": {
                "type": "object",
                "required": ["kind", "by", "why", "since", "until"],
                "properties": {
                  "kind": {"type": "string", "enum": ["person", "failures", "snooze", "approval", "all"]},
                  "by": {"type": "string"},
                  "why": {"type": ["string", "null"]},
                  "since": {"type": "string", "format": "date-time"},
                  "until": {"type": ["string", "null"], "format": "date-time", "description": "Null: until somebody resumes."}
                }
              },
              "NewSchedule": {
                "description": "A schedule to be made: a name, one of `cron` and `every`, exactly one of `prompt`, `command` and `webhook`.",
                "type": "object",
                "properties": {
                  "name": {"type": ["string", "null"], "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"},
                  "cron": {"type": ["string", "null"], "examples": ["0 9 * * mon-fri"]},
                  "every": {"type": ["string", "null"], "examples": ["90m"]},
                  "dialect": {"type": ["string", "null"], "enum": ["upbeat", "rust-cron", "quartz", null]},
                  "zone": {"type": ["string", "null"], "examples": ["Europe/Berlin"]},
                  "jitter": {"type": ["string", "null"], "examples": ["5m"]},
                  "active": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it fires."
                  },
                  "quiet": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it does not."
                  },
                  "on_blocked": {"type": ["string", "null"], "enum": ["skip", "defer", null]},
                  "start": {"type": ["string", "null"]},
                  "end": {"type": ["string", "null"]},
                  "max_runs": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000000000},
                  "after_completion": {"type": ["boolean", "null"]},
                  "misfire": {"type": ["string", "null"], "enum": ["skip", "run_once", "run_once_earliest", "run_all", null]},
                  "tolerance": {"type": ["string", "null"]},
                  "catch_up_window": {"type": ["string", "null"]},
                  "max_catch_up": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "overlap": {
                    "type": ["string", "null"],
                    "enum": ["skip", "buffer_one", "buffer_all", "cancel_other", "terminate_other", "allow_all", null]
                  },
                  "buffer_limit": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "pause_after": {
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "maximum": 10000,
                    "description": "Failures in a row; 0 never."
                  },
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {"oneOf": [{"$ref": "#/components/schemas/Webhook"}, {"type": "null"}]},
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "string"},
                    "description": "Variables for the run."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_after": {
                    "type": ["string", "null"],
                    "description": "How long after it is due each of its pulses may still begin."
                  },
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "agent": {"type": ["string", "null"]},
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that each of its pulses needs."
                  }
                },
                "additionalProperties": false,
                "allOf": [
                  {"required": ["name"], "properties": {"name": {"type": "string"}}},
                  {
                    "oneOf": [
                      {"required": ["prompt"], "properties": {"prompt": {"type": "string"}}},
                      {"required": ["command"], "properties": {"command": {"type": "array"}}},
                      {"required": ["webhook"], "properties": {"webhook": {"type": "object"}}}
                    ]
                  },
                  {
                    "oneOf": [
                      {"required": ["cron"], "properties": {"cron": {"type": "string"}}},
                      {"required": ["every"], "properties": {"every": {"type": "string"}}}
                    ]
                  }
                ]
              },
              "SchedulePatch": {
                "description": "A merge patch (RFC 7396): what is absent stays, what is null goes back to its default.",
                "type": "object",
                "properties": {
                  "name": {"type": ["string", "null"], "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"},
                  "cron": {"type": ["string", "null"], "examples": ["0 9 * * mon-fri"]},
                  "every": {"type": ["string", "null"], "examples": ["90m"]},
                  "dialect": {"type": ["string", "null"], "enum": ["upbeat", "rust-cron", "quartz", null]},
                  "zone": {"type": ["string", "null"], "examples": ["Europe/Berlin"]},
                  "jitter": {"type": ["string", "null"], "examples": ["5m"]},
                  "active": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it fires."
                  },
                  "quiet": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it does not."
                  },
                  "on_blocked": {"type": ["string", "null"], "enum": ["skip", "defer", null]},
                  "start": {"type": ["string", "null"]},
                  "end": {"type": ["string", "null"]},
                  "max_runs": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000000000},
                  "after_completion": {"type": ["boolean", "null"]},
                  "misfire": {"type": ["string", "null"], "enum": ["skip", "run_once", "run_once_earliest", "run_all", null]},
                  "tolerance": {"type": ["string", "null"]},
                  "catch_up_window": {"type": ["string", "null"]},
                  "max_catch_up": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "overlap": {
                    "type": ["string", "null"],
                    "enum": ["skip", "buffer_one", "buffer_all", "cancel_other", "terminate_other", "allow_all", null]
                  },
                  "buffer_limit": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "pause_after": {
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "maximum": 10000,
                    "description": "Failures in a row; 0 never."
                  },
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {
                    "type": ["object", "null"],
                    "properties": {"url": {"type": "string"}},
                    "description": "Merged with the webhook that there is; see `Webhook`."
                  },
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": ["string", "null"]},
                    "description": "Merged with the variables that there are; null takes one away."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_after": {
                    "type": ["string", "null"],
                    "description": "How long after it is due each of its pulses may still begin."
                  },
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "agent": {"type": ["string", "null"]},
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that each of its pulses needs."
                  }
                },
                "additionalProperties": false
              },
              "SchedulePreview": {
                "description": "A schedule as it would be made.",
                "type": "object",
                "properties": {
                  "name": {"type": ["string", "null"], "pattern": "^[A-Za-z][A-Za-z0-9_.\\-]{0,63}$"},
                  "cron": {"type": ["string", "null"], "examples": ["0 9 * * mon-fri"]},
                  "every": {"type": ["string", "null"], "examples": ["90m"]},
                  "dialect": {"type": ["string", "null"], "enum": ["upbeat", "rust-cron", "quartz", null]},
                  "zone": {"type": ["string", "null"], "examples": ["Europe/Berlin"]},
                  "jitter": {"type": ["string", "null"], "examples": ["5m"]},
                  "active": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it fires."
                  },
                  "quiet": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "maxItems": 50,
                    "description": "Windows in which it does not."
                  },
                  "on_blocked": {"type": ["string", "null"], "enum": ["skip", "defer", null]},
                  "start": {"type": ["string", "null"]},
                  "end": {"type": ["string", "null"]},
                  "max_runs": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000000000},
                  "after_completion": {"type": ["boolean", "null"]},
                  "misfire": {"type": ["string", "null"], "enum": ["skip", "run_once", "run_once_earliest", "run_all", null]},
                  "tolerance": {"type": ["string", "null"]},
                  "catch_up_window": {"type": ["string", "null"]},
                  "max_catch_up": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "overlap": {
                    "type": ["string", "null"],
                    "enum": ["skip", "buffer_one", "buffer_all", "cancel_other", "terminate_other", "allow_all", null]
                  },
                  "buffer_limit": {"type": ["integer", "null"], "minimum": 1, "maximum": 10000},
                  "pause_after": {
                    "type": ["integer", "null"],
                    "minimum": 0,
                    "maximum": 10000,
                    "description": "Failures in a row; 0 never."
                  },
                  "prompt": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "description": "What an agent is told. As long as `prompt.max_length` allows, 100,000 characters unless configured."
                  },
                  "command": {
                    "type": ["array", "null"],
                    "items": {"type": "string"},
                    "minItems": 1,
                    "description": "The program, then its arguments; no shell reads them."
                  },
                  "webhook": {"oneOf": [{"$ref": "#/components/schemas/Webhook"}, {"type": "null"}]},
                  "priority": {
                    "type": ["string", "null"],
                    "enum": ["critical", "high", "normal", "low", "deferred", null],
                    "description": "`normal` where nothing is said."
                  },
                  "session": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 200,
                    "description": "The agent's session that is to be resumed. Goes with a prompt."
                  },
                  "sticky_notes": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                    "maxItems": 50,
                    "description": "Put in front of the prompt."
                  },
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  },
                  "runner": {
                    "type": ["string", "null"],
                    "description": "The agent's program: `hapi`, `claude`, ..., or a declared one. Goes with a prompt."
                  },
                  "cwd": {
                    "type": ["string", "null"],
                    "minLength": 1,
                    "maxLength": 4096,
                    "pattern": "^(/|~$|~/)",
                    "description": "Where it runs: absolute, or below `~/`."
                  },
                  "env": {
                    "type": ["object", "null"],
                    "additionalProperties": {"type": "string"},
                    "description": "Variables for the run."
                  },
                  "timeout": {
                    "type": ["string", "null"],
                    "description": "How long one attempt may take, `1s` to `30d`.",
                    "examples": ["90s", "1h 30m"]
                  },
                  "retry": {"oneOf": [{"$ref": "#/components/schemas/Retry"}, {"type": "null"}]},
                  "on_lost": {
                    "type": ["string", "null"],
                    "enum": ["retry", "fail", null],
                    "description": "What follows when nobody can tell whether an attempt did its work."
                  },
                  "expires_after": {
                    "type": ["string", "null"],
                    "description": "How long after it is due each of its pulses may still begin."
                  },
                  "created_by": {"type": ["string", "null"], "minLength": 1, "maxLength": 200},
                  "agent": {"type": ["string", "null"]},
                  "pools": {
                    "type": ["array", "string", "null"],
                    "items": {"type": "string"},
                    "maxItems": 8,
                    "description": "The pools that each of its pulses needs."
                  }
                },
                "additionalProperties": false
              },
              "Schedule": {
                "description": "A named recurrence that makes pulses. One of `cron` and `every` is not null.",
                "type": "object",
                "required": [
                  "id",
                  "name",
                  "state",
                  "cron",
                  "every",
                  "dialect",
                  "words",
                  "zone",
                  "jitter_ms",
                  "active",
                  "quiet",
                  "on_blocked",
                  "start",
                  "end",
                  "max_runs",
                  "after_completion",
                  "misfire",
                  "tolerance_ms",
                  "catch_up_window_ms",
                  "max_catch_up",
                  "overlap",
                  "buffer_limit",
                  "pause_after",
                  "kind",
                  "session",
                  "sticky_notes",
                  "runner",
                  "priority",
                  "tags",
                  "cwd",
                  "env",
                  "timeout_ms",
                  "retry",
                  "on_lost",
                  "expires_after_ms",
                  "agent",
                  "created_by",
                  "door",
                  "origin",
                  "file",
                  "revision",
                  "created_at",
                  "updated_at",
                  "pause",
                  "over",
                  "next",
                  "fires",
                  "failures",
                  "pools",
                  "steps"
                ],
                "properties": {
                  "id": {"type": "integer", "minimum": 1},
                  "name": {"type": "string"},
                  "state": {"type": "string", "enum": ["active", "paused", "snoozed", "over"]},
                  "cron": {"type": ["string", "null"]},
                  "every": {"type": ["string", "null"]},
                  "dialect": {"type": "string", "enum": ["upbeat", "rust-cron", "quartz"]},
                  "words": {"type": "string"},
                  "zone": {"type": "string"},
                  "jitter_ms": {"type": "integer"},
                  "active": {"type": "array", "items": {"type": "string"}},
                  "quiet": {"type": "array", "items": {"type": "string"}},
                  "on_blocked": {"type": "string", "enum": ["skip", "defer"]},
                  "start": {"type": ["string", "null"], "format": "date-time"},
                  "end": {"type": ["string", "null"], "format": "date-time"},
                  "max_runs": {"type": ["integer", "null"]},
                  "after_completion": {"type": "boolean"},
                  "misfire": {"type": "string", "enum": ["skip", "run_once", "run_once_earliest", "run_all"]},
                  "tolerance_ms": {"type": ["integer", "null"]},
                  "catch_up_window_ms": {"type": "integer"},
                  "max_catch_up": {"type": "integer"},
                  "overlap": {
                    "type": "string",
                    "enum": ["skip", "buffer_one", "buffer_all", "cancel_other", "terminate_other", "allow_all"]
                  },
                  "buffer_limit": {"type": "integer"},
                  "pause_after": {"type": "integer"},
                  "kind": {"type": "string", "enum": ["prompt", "command", "webhook"]},
                  "prompt": {"type": "string"},
                  "command": {"type": "array", "items": {"type": "string"}},
                  "webhook": {"$ref": "#/components/schemas/Webhook"},
                  "session": {"type": ["string", "null"]},
                  "sticky_notes": {"type": "array", "items": {"type": "string"}},
                  "runner": {"type": ["string", "null"]},
                  "priority": {"type": "string", "enum": ["critical", "high", "normal", "low", "deferred"]},
                  "tags": {"type": "array", "items": {"type": "string"}},
                  "cwd": {"type": ["string", "null"]},
                  "env": {"type": "object", "additionalProperties": {"type": "string"}},
                  "timeout_ms": {"type": "integer"},
                  "retry": {"$ref": "#/components/schemas/Retry"},
                  "on_lost": {"type": "string", "enum": ["retry", "fail"]},
                  "expires_after_ms": {"type": ["integer", "null"]},
                  "agent": {"type": ["string", "null"]},
                  "created_by": {"type": "string"},
                  "door": {"type": "string"},
                  "origin": {"type": "string", "enum": ["made", "file"]},
                  "file": {"type": ["string", "null"], "description": "The file that declares it."},
                  "revision": {"type": "integer"},
                  "created_at": {"type": "string", "format": "date-time"},
                  "updated_at": {"type": "string", "format": "date-time"},
                  "pause": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]},
                  "over": {"type": ["string", "null"], "description": "Why it fires no more."},
                  "next": {"oneOf": [{"$ref": "#/components/schemas/Fire"}, {"type": "null"}]},
                  "fires": {"type": "integer"},
                  "failures": {"type": "integer", "description": "In a row."},
                  "pools": {"type": "array", "items": {"type": "string"}},
                  "steps": {"type": "array", "items": {"$ref": "#/components/schemas/PlannedStep"}}
                }
              },
              "PlannedStep": {
                "description": "A pulse that each fire makes, where a schedule makes a pipeline.",
                "type": "object",
                "required": ["name", "kind", "after"],
                "properties": {
                  "name": {"type": "string"},
                  "kind": {"type": "string", "enum": ["prompt", "command", "webhook"]},
                  "prompt": {"type": "string"},
                  "command": {"type": "array", "items": {"type": "string"}},
                  "webhook": {"$ref": "#/components/schemas/Webhook"},
                  "after": {"type": "array", "items": {"$ref": "#/components/schemas/After"}}
                }
              },
              "OneSchedule": {
                "type": "object",
                "required": ["schedule", "next_fires", "warnings"],
                "properties": {
                  "schedule": {"$ref": "#/components/schemas/Schedule"},
                  "next_fires": {"type": "array", "items": {"$ref": "#/components/schemas/Fire"}},
                  "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Warning"}}
                }
              },
              "ScheduleDetail": {
                "type": "object",
                "required": ["schedule", "next_fires", "warnings", "occurrences", "open_pulses", "standstill"],
                "properties": {
                  "schedule": {"$ref": "#/components/schemas/Schedule"},
                  "next_fires": {"type": "array", "items": {"$ref": "#/components/schemas/Fire"}},
                  "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Warning"}},
                  "occurrences": {"type": "array", "items": {"$ref": "#/components/schemas/Occurrence"}},
                  "open_pulses": {"type": "array", "items": {"$ref": "#/components/schemas/Pulse"}},
                  "standstill": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]}
                }
              },
              "ScheduleList": {
                "type": "object",
                "required": ["schedules", "next_after"],
                "properties": {
                  "schedules": {"type": "array", "items": {"$ref": "#/components/schemas/Schedule"}},
                  "next_after": {"type": ["string", "null"], "description": "To be sent as `after` for the next page."}
                }
              },
              "RemovedSchedule": {
                "type": "object",
                "required": ["removed"],
                "properties": {
                  "removed": {
                    "type": "object",
                    "required": ["id", "name"],
                    "properties": {"id": {"type": "integer", "minimum": 1}, "name": {"type": "string"}}
                  }
                }
              },
              "Preview": {
                "type": "object",
                "required": ["words", "zone", "next_fires", "warnings"],
                "properties": {
                  "words": {"type": "string"},
                  "zone": {"type": "string"},
                  "next_fires": {"type": "array", "items": {"$ref": "#/components/schemas/Fire"}},
                  "warnings": {"type": "array", "items": {"$ref": "#/components/schemas/Warning"}}
                }
              },
              "Occurrence": {
                "description": "What became of one nominal time, or of a row of them with the same fate.",
                "type": "object",
                "required": ["nominal_at", "last_nominal_at", "count", "fate", "reason", "decided_at", "pulse", "run"],
                "properties": {
                  "nominal_at": {"type": "string", "format": "date-time"},
                  "last_nominal_at": {"type": "string", "format": "date-time"},
                  "count": {"type": "integer", "minimum": 1},
                  "fate": {"type": "string", "enum": ["fired", "skipped", "missed"]},
                  "reason": {"type": ["string", "null"]},
                  "decided_at": {"type": "string", "format": "date-time"},
                  "pulse": {"type": ["integer", "null"]},
                  "run": {"oneOf": [{"$ref": "#/components/schemas/OccurrenceRun"}, {"type": "null"}]}
                }
              },
              "OccurrenceRun": {
                "type": "object",
                "required": [
                  "status",
                  "reason",
                  "attempts",
                  "started_at",
                  "lateness_ms",
                  "outcome",
                  "duration_ms",
                  "finished_at"
                ],
                "properties": {
                  "status": {
                    "type": "string",
                    "enum": ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"]
                  },
                  "reason": {"type": ["string", "null"]},
                  "attempts": {"type": "integer"},
                  "started_at": {"type": ["string", "null"], "format": "date-time"},
                  "lateness_ms": {"type": ["integer", "null"]},
                  "outcome": {
                    "type": ["string", "null"],
                    "enum": ["succeeded", "failed", "timed_out", "cancelled", "lost", null]
                  },
                  "duration_ms": {"type": ["integer", "null"]},
                  "finished_at": {"type": ["string", "null"], "format": "date-time"}
                }
              },
              "OccurrenceList": {
                "type": "object",
                "required": ["occurrences", "next_before"],
                "properties": {
                  "occurrences": {"type": "array", "items": {"$ref": "#/components/schemas/Occurrence"}},
                  "next_before": {
                    "type": ["string", "null"],
                    "format": "date-time",
                    "description": "To be sent as `before` for the next page."
                  }
                }
              },
              "PauseWish": {
                "type": "object",
                "properties": {
                  "until": {"type": ["string", "null"], "description": "Any time phrase; null: until somebody resumes."},
                  "why": {"type": ["string", "null"], "minLength": 1, "maxLength": 500}
                },
                "additionalProperties": false
              },
              "Standstill": {
                "description": "The pause of everything, as it is or as it was.",
                "type": "object",
                "required": ["pause"],
                "properties": {"pause": {"$ref": "#/components/schemas/Pause"}}
              },
              "Upcoming": {
                "type": "object",
                "required": ["from", "to", "entries", "more", "has_more", "standstill"],
                "properties": {
                  "from": {"type": "string", "format": "date-time"},
                  "to": {"type": "string", "format": "date-time"},
                  "entries": {"type": "array", "items": {"$ref": "#/components/schemas/UpcomingEntry"}},
                  "more": {
                    "type": "object",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                    "description": "Schedules with more times than are listed, and how many more."
                  },
                  "has_more": {"type": "boolean"},
                  "standstill": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]}
                }
              },
              "UpcomingEntry": {
                "description": "A pulse that waits, or a time of a schedule.",
                "type": "object",
                "required": ["at", "schedule", "pulse", "fire", "kind"],
                "properties": {
                  "at": {"type": "string", "format": "date-time"},
                  "schedule": {"type": ["string", "null"]},
                  "pulse": {"oneOf": [{"$ref": "#/components/schemas/Pulse"}, {"type": "null"}]},
                  "fire": {"oneOf": [{"$ref": "#/components/schemas/Fire"}, {"type": "null"}]},
                  "kind": {"type": "string", "enum": ["prompt", "command", "webhook"]},
                  "prompt": {"type": "string"},
                  "command": {"type": "array", "items": {"type": "string"}},
                  "webhook": {"$ref": "#/components/schemas/Webhook"}
                }
              },
              "Event": {
                "type": "object",
                "required": ["sequence", "at", "kind", "pulse", "attempt", "schedule", "schedule_id", "detail"],
                "properties": {
                  "sequence": {"type": "integer", "minimum": 1},
                  "at": {"type": "string", "format": "date-time"},
                  "kind": {"type": "string", "examples": ["pulse.started"]},
                  "pulse": {"type": ["integer", "null"]},
                  "attempt": {"type": ["integer", "null"]},
                  "schedule": {"type": ["string", "null"]},
                  "schedule_id": {"type": ["integer", "null"]},
                  "detail": {"type": ["string", "null"]}
                }
              },
              "EventList": {
                "description": "Oldest first.",
                "type": "object",
                "required": ["events", "next_after"],
                "properties": {
                  "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
                  "next_after": {"type": "integer", "minimum": 0}
                }
              },
              "Agent": {
                "description": "Whoever it is that owns pulses and schedules, what it may do, and what it has.",
                "type": "object",
                "required": [
                  "name",
                  "scope",
                  "zone",
                  "runner",
                  "file",
                  "limits",
                  "open_pulses",
                  "recent_pulses",
                  "schedules",
                  "needs_approval"
                ],
                "properties": {
                  "name": {"type": "string"},
                  "scope": {"type": "string", "enum": ["read", "schedule", "admin"]},
                  "zone": {"type": ["string", "null"]},
                  "runner": {"type": ["string", "null"]},
                  "file": {"type": ["string", "null"]},
                  "limits": {
                    "type": "object",
                    "required": [
                      "open_pulses",
                      "pulses_per_day",
                      "schedules",
                      "shortest_interval_ms",
                      "furthest_ms",
                      "schedule_lifetime_ms"
                    ],
                    "properties": {
                      "open_pulses": {"type": ["integer", "null"]},
                      "pulses_per_day": {"type": ["integer", "null"]},
                      "schedules": {"type": ["integer", "null"]},
                      "shortest_interval_ms": {"type": ["integer", "null"]},
                      "furthest_ms": {"type": ["integer", "null"], "description": "How far ahead it may plan."},
                      "schedule_lifetime_ms": {
                        "type": ["integer", "null"],
                        "description": "After which a schedule ends that it makes or changes."
                      }
                    }
                  },
                  "open_pulses": {"type": "integer", "minimum": 0},
                  "recent_pulses": {"type": "integer", "minimum": 0, "description": "Made or asked for again within the last 24 hours."},
                  "schedules": {"type": "integer", "minimum": 0},
                  "needs_approval": {"type": "boolean", "description": "What it makes waits for the person's word."}
                }
              },
              "AgentList": {
                "type": "object",
                "required": ["agents"],
                "properties": {"agents": {"type": "array", "items": {"$ref": "#/components/schemas/Agent"}}}
              },
              "OneAgent": {
                "type": "object",
                "required": ["agent"],
                "properties": {"agent": {"$ref": "#/components/schemas/Agent"}}
              },
              "Pool": {
                "description": "A limit that pulses share, and how it stands.",
                "type": "object",
                "required": [
                  "name",
                  "capacity",
                  "rate",
                  "daily",
                  "zone",
                  "file",
                  "running",
                  "waiting",
                  "recent",
                  "today",
                  "closed"
                ],
                "properties": {
                  "name": {"type": "string"},
                  "capacity": {"type": ["integer", "null"]},
                  "rate": {"oneOf": [{"$ref": "#/components/schemas/PoolRate"}, {"type": "null"}]},
                  "daily": {"type": ["integer", "null"]},
                  "zone": {"type": "string"},
                  "file": {"type": ["string", "null"]},
                  "running": {"type": "integer"},
                  "waiting": {"type": "integer"},
                  "recent": {"type": "integer"},
                  "today": {"type": "integer"},
                  "closed": {"oneOf": [{"$ref": "#/components/schemas/PoolClosure"}, {"type": "null"}]}
                }
              },
              "PoolRate": {
                "type": "object",
                "required": ["count", "per"],
                "properties": {"count": {"type": "integer"}, "per": {"type": "string", "enum": ["second", "minute", "hour"]}}
              },
              "PoolClosure": {
                "type": "object",
                "required": ["why", "until"],
                "properties": {
                  "why": {"type": "string", "enum": ["full", "rate", "daily"]},
                  "until": {"type": ["string", "null"], "format": "date-time"}
                }
              },
              "HookAnswer": {
                "type": "object",
                "required": ["result", "pulse", "pipeline", "why"],
                "properties": {
                  "result": {"type": "string", "enum": ["accepted", "replayed", "ignored"]},
                  "pulse": {"type": ["integer", "null"]},
                  "pipeline": {"type": ["integer", "null"], "description": "The number of its first pulse."},
                  "why": {"type": ["string", "null"], "description": "Why nothing was made, where nothing was."}
                }
              },
              "Hook": {
                "type": "object",
                "required": [
                  "name", "url", "verify", "header", "events", "makes", "file", "missing_secrets", "received", "last_received_at"
                ],
                "properties": {
                  "name": {"type": "string"},
                  "url": {"type": "string", "description": "By the address that the daemon itself listens at."},
                  "verify": {"type": "string", "enum": ["standard", "github", "token"]},
                  "header": {"type": ["string", "null"], "description": "Which holds the token."},
                  "events": {"type": "array", "items": {"type": "string"}, "description": "GitHub's that are heard; none: all."},
                  "makes": {"type": "string", "enum": ["prompt", "command", "webhook", "pipeline"]},
                  "file": {"type": "string"},
                  "missing_secrets": {"type": "array", "items": {"type": "string"}, "description": "References that lead nowhere."},
                  "received": {
                    "type": "object",
                    "additionalProperties": {"type": "integer"},
                    "description": "Calls since the daemon began: accepted, replayed, ignored, refused."
                  },
                  "last_received_at": {"type": ["string", "null"], "format": "date-time"}
                }
              },
              "HookList": {
                "type": "object",
                "required": ["hooks"],
                "properties": {"hooks": {"type": "array", "items": {"$ref": "#/components/schemas/Hook"}}}
              },
              "PoolList": {
                "type": "object",
                "required": ["pools"],
                "properties": {"pools": {"type": "array", "items": {"$ref": "#/components/schemas/Pool"}}}
              },
              "Crash": {
                "description": "The end of a daemon's life that was no orderly one.",
                "type": "object",
                "required": [
                  "cause",
                  "pid",
                  "version",
                  "started_at",
                  "last_seen_at",
                  "noticed_at",
                  "running",
                  "running_count"
                ],
                "properties": {
                  "cause": {"type": "string"},
                  "pid": {"type": "integer"},
                  "version": {"type": "string"},
                  "started_at": {"type": "string", "format": "date-time"},
                  "last_seen_at": {"type": "string", "format": "date-time"},
                  "noticed_at": {"type": "string", "format": "date-time"},
                  "running": {"type": "array", "items": {"type": "integer", "minimum": 1}},
                  "running_count": {"type": "integer"}
                }
              },
              "LastReload": {
                "type": "object",
                "required": ["at", "error"],
                "properties": {"at": {"type": "string", "format": "date-time"}, "error": {"type": ["string", "null"]}}
              },
              "StatusGroup": {
                "type": "object",
                "required": ["kind", "count", "is_partial", "entries"],
                "properties": {
                  "kind": {"type": "string", "enum": ["running", "failed", "missed", "missed_times", "late", "paused", "approval"]},
                  "count": {"type": "integer"},
                  "is_partial": {"type": "boolean"},
                  "entries": {"type": "array", "items": {"$ref": "#/components/schemas/StatusEntry"}}
                }
              },
              "StatusEntry": {
                "type": "object",
                "required": ["pulse", "name", "at", "duration_ms", "attempt", "attempts_allowed", "error"],
                "properties": {
                  "pulse": {"type": ["integer", "null"]},
                  "name": {"type": "string"},
                  "at": {"type": "string", "format": "date-time"},
                  "duration_ms": {"type": ["integer", "null"]},
                  "attempt": {"type": "integer"},
                  "attempts_allowed": {"type": "integer"},
                  "error": {"type": ["string", "null"]}
                }
              },
              "Status": {
                "type": "object",
                "required": [
                  "state",
                  "version",
                  "pid",
                  "boot",
                  "started_at",
                  "uptime_ms",
                  "now",
                  "zone",
                  "listening",
                  "slots",
                  "home",
                  "pulses",
                  "attempts",
                  "mean_duration_ms",
                  "next",
                  "running",
                  "schedules",
                  "next_schedule",
                  "standstill",
                  "closed_pools",
                  "last_crash",
                  "last_reload",
                  "pools",
                  "groups",
                  "source",
                  "lock_holder"
                ],
                "properties": {
                  "state": {"type": "string", "enum": ["running", "stopped", "starting", "not answering"]},
                  "version": {"type": "string"},
                  "pid": {"type": ["integer", "null"]},
                  "boot": {"type": ["string", "null"]},
                  "started_at": {"type": ["string", "null"], "format": "date-time"},
                  "uptime_ms": {"type": ["integer", "null"]},
                  "now": {"type": "string", "format": "date-time"},
                  "zone": {"type": "string"},
                  "listening": {"type": "array", "items": {"type": "string"}},
                  "slots": {"type": ["integer", "null"]},
                  "home": {"type": "string"},
                  "pulses": {
                    "type": "object",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                    "description": "By status."
                  },
                  "attempts": {
                    "type": "object",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                    "description": "Those that ended, by outcome."
                  },
                  "mean_duration_ms": {"type": ["integer", "null"]},
                  "next": {"oneOf": [{"$ref": "#/components/schemas/Pulse"}, {"type": "null"}]},
                  "running": {"type": "array", "items": {"$ref": "#/components/schemas/Pulse"}},
                  "schedules": {
                    "type": "object",
                    "additionalProperties": {"type": "integer", "minimum": 0},
                    "description": "`total`, `active`, `paused`, `over`."
                  },
                  "next_schedule": {"oneOf": [{"$ref": "#/components/schemas/Schedule"}, {"type": "null"}]},
                  "standstill": {"oneOf": [{"$ref": "#/components/schemas/Pause"}, {"type": "null"}]},
                  "closed_pools": {"type": "array", "items": {"$ref": "#/components/schemas/Pool"}},
                  "last_crash": {"oneOf": [{"$ref": "#/components/schemas/Crash"}, {"type": "null"}]},
                  "last_reload": {"oneOf": [{"$ref": "#/components/schemas/LastReload"}, {"type": "null"}]},
                  "pools": {"type": "array", "items": {"$ref": "#/components/schemas/Pool"}},
                  "groups": {"type": "array", "items": {"$ref": "#/components/schemas/StatusGroup"}},
                  "source": {"type": "string", "enum": ["daemon", "files"]},
                  "lock_holder": {"type": ["string", "null"]}
                }
              },
              "NewToken": {
                "type": "object",
                "required": ["name"],
                "properties": {
                  "name": {"type": "string", "description": "A name as of schedules."},
                  "scope": {"type": ["string", "null"], "enum": ["read", "schedule", "admin", null]},
                  "agent": {"type": ["string", "null"], "description": "As which its bearer acts."},
                  "expires_at": {"type": ["string", "null"], "description": "A length of time from now on, or a time phrase."}
                },
                "additionalProperties": false
              },
              "Token": {
                "type": "object",
                "required": ["name", "scope", "agent", "state", "created_at", "expires_at", "last_used_at"],
                "properties": {
                  "name": {"type": "string"},
                  "scope": {"type": "string", "enum": ["read", "schedule", "admin"]},
                  "agent": {"type": ["string", "null"]},
                  "state": {"type": "string", "enum": ["active", "expired", "revoked"]},
                  "created_at": {"type": "string", "format": "date-time"},
                  "expires_at": {"type": ["string", "null"], "format": "date-time"},
                  "last_used_at": {"type": ["string", "null"], "format": "date-time"}
                }
              },
              "MadeToken": {
                "type": "object",
                "required": ["token", "secret"],
                "properties": {
                  "token": {"$ref": "#/components/schemas/Token"},
                  "secret": {"type": "string", "description": "What a program sends."}
                }
              },
              "OneToken": {
                "type": "object",
                "required": ["token"],
                "properties": {"token": {"$ref": "#/components/schemas/Token"}}
              },
              "TokenList": {
                "type": "object",
                "required": ["tokens"],
                "properties": {"tokens": {"type": "array", "items": {"$ref": "#/components/schemas/Token"}}}
              },
              "ReloadWish": {
                "type": "object",
                "properties": {"dry_run": {"type": ["boolean", "null"]}},
                "additionalProperties": false
              },
              "Reload": {
                "type": "object",
                "required": ["dry_run", "changes", "refused", "needs_restart"],
                "properties": {
                  "dry_run": {"type": "boolean"},
                  "changes": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["subject", "name", "kind", "detail"],
                      "properties": {
                        "subject": {"type": "string"},
                        "name": {"type": "string"},
                        "kind": {"type": "string", "enum": ["added", "changed", "removed"]},
                        "detail": {"type": ["string", "null"]}
                      }
                    }
                  },
                  "refused": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["name", "why"],
                      "properties": {"name": {"type": "string"}, "why": {"type": "string"}}
                    }
                  },
                  "needs_restart": {"type": "array", "items": {"type": "string"}}
                }
              },
              "Health": {
                "type": "object",
                "required": ["status", "service"],
                "properties": {"status": {"type": "string"}, "service": {"type": "string", "const": "upbeat"}}
              },
              "Readiness": {
                "type": "object",
                "required": ["status"],
                "properties": {"status": {"type": "string", "const": "ready"}}
              },
              "ReeveTrigger": {
                "description": "Unknown fields are ignored.",
                "type": "object",
                "required": ["prompt"],
                "properties": {
                  "prompt": {"type": "string", "minLength": 10, "maxLength": 2000},
                  "scheduled_at": {"type": "string", "description": "A time phrase; a past time means now.", "default": "now"},
                  "priority": {"type": "string", "enum": ["critical", "high", "normal", "low", "deferred"], "default": "high"},
                  "source": {"type": "string", "maxLength": 200, "default": "external"},
                  "tags": {
                    "type": ["array", "null"],
                    "items": {"type": "string", "minLength": 1, "maxLength": 100},
                    "maxItems": 50
                  }
                }
              },
              "ReeveTriggered": {
                "type": "object",
                "required": ["pulse_id", "scheduled_at", "message"],
                "properties": {
                  "pulse_id": {"type": "integer", "minimum": 1},
                  "scheduled_at": {"type": "string", "format": "date-time"},
                  "message": {"type": "string"}
                }
              },
              "ReeveUpcoming": {
                "type": "object",
                "required": ["count", "pulses"],
                "properties": {
                  "count": {"type": "integer", "minimum": 0},
                  "pulses": {
                    "type": "array",
                    "items": {
                      "type": "object",
                      "required": ["id", "scheduled_at", "priority", "prompt", "status"],
                      "properties": {
                        "id": {"type": "integer", "minimum": 1},
                        "scheduled_at": {"type": "string", "format": "date-time"},
                        "priority": {"type": "string", "enum": ["critical", "high", "normal", "low", "deferred"]},
                        "prompt": {"type": "string", "maxLength": 103},
                        "status": {
                          "type": "string",
                          "enum": ["blocked", "pending", "processing", "completed", "failed", "cancelled", "missed"]
                        }
                      }
                    }
                  }
                }
              },
              "ReeveStatus": {
                "type": "object",
                "required": ["status", "uptime_seconds", "version", "pulses_executed", "failures", "runs", "mean_duration_ms"],
                "properties": {
                  "status": {"type": "string", "enum": ["running", "stopped"]},
                  "uptime_seconds": {"type": "integer", "minimum": 0},
                  "version": {"type": "string"},
                  "pulses_executed": {"type": "integer", "minimum": 0},
                  "failures": {"type": "integer", "minimum": 0},
                  "runs": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
                  "mean_duration_ms": {"type": ["integer", "null"]}
                }
              },
              "ReeveError": {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}},
              "Problem": {
                "description": "RFC 9457.",
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                  "type": {
                    "type": "string",
                    "pattern": "^urn:upbeat:problem:[a-z-]+$",
                    "description": "What programs decide by."
                  },
                  "title": {"type": "string"},
                  "status": {"type": "integer", "minimum": 400, "maximum": 599},
                  "detail": {"type": "string", "description": "One sentence for a person: what, where, and how to mend it."},
                  "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
                  "request_id": {"type": "string"}
                }
              },
              "FieldProblem": {
                "description": "What is wrong with one field; of a time, duration, schedule or zone also why and where.",
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                  "pointer": {"type": "string", "description": "RFC 6901, or the name of a parameter."},
                  "detail": {"type": "string"},
                  "code": {"type": "string"},
                  "message": {"type": "string"},
                  "value": {"type": "string"},
                  "field": {"type": "string"},
                  "column": {"type": "integer"},
                  "length": {"type": "integer"},
                  "hint": {"type": "string"}
                }
              }
            }
          }
        }

        """#
}
