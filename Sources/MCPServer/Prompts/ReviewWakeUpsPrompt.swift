extension PromptTemplate {
    static let reviewWakeUps = PromptTemplate(
        name: "review-wake-ups", title: "Review wake-ups",
        description: "Looks through all wake-ups and says which to keep, change or cancel.",
        argument: ("since", "How far to look back for what failed or was missed, such as 7d; 24h where it is left out.")
    ) { since in
        """
        Review all wake-ups.
        1. pulse_status with since: "\(since ?? "24h")" tells what was missed; pulse_list shows what is planned (go on with the cursor until there \
        is none), pulse_list with status: "failed" what went wrong.
        2. For everything that failed or was missed: pulse_get, and find out why from its attempts.
        3. Give me a table: what it is, when it comes next, how its last runs went, and whether to keep, change or cancel it, with the reason. \
        Look for doubles, for what nobody needs any more, for times that collide, and for prompts that a stranger would not understand.
        4. Change and cancel nothing before I agree. Use pulse_cancel with dry_run first where more than one thing would go.
        """
    }
}
