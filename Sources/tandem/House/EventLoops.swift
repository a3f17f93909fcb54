import NIOCore
import NIOPosix

/// Runs Swift's tasks on the threads that read and write sockets.
///
/// A request then is read, decided and answered without waking another thread, but for the database's own; on a
/// machine with few cores that is a third of the time of a short request. Whatever blocks or computes for long has
/// threads of its own (`OwnThread`, the drivers), here as before.
enum EventLoops {
    /// Called once, before the first task of a server; where it is not possible, Swift's own threads are used.
    static func takeOver() {
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
    }
}
