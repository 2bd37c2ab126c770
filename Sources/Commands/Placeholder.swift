import ArgumentParser
import Client
import Daemon
