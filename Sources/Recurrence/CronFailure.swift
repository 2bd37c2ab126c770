/// What is wrong with a cron expression and where, before it is put into words.
struct CronFailure: Error {
    let code: TimeError.Code
    var field: TimeField?
    /// The bytes of the text that are wrong.
    let range: Range<Int>
}
