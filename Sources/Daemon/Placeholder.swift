import Engine
import HTTPAPI
import Performers
import SQLiteStore
import Yams
import Configuration
