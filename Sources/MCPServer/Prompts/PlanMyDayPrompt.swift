extension PromptTemplate {
    static let planMyDay = PromptTemplate(
        name: "plan-my-day", title: "Plan my day",
        description: "Plans the wake-ups that today needs, after a look at what is planned already.",
        argument: ("focus", "What matters today, in your own words.")
    ) { focus in
        """
        Plan the wake-ups for today.
        1. Ask pulse_status for the time and zone, and pulse_list with within: "24h" for what is planned already.
        2. \(focus.map { "This matters today: \($0)\n   Work out" } ?? "Ask me what matters today, then work out") which moments need a wake-up, \
        and what each should do.
        3. Show me the plan as a short list with local times before you make anything; say what is planned already and stays.
        4. When I agree, make each with pulse_schedule. Write its prompt for a future self that remembers nothing, give each a key, so that \
        planning again replaces instead of doubling, and set `until` on everything that recurs.
        5. Tell me in one line each what was made, with its time.
        """
    }
}
