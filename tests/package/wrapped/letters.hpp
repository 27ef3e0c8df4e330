#pragma once

/// Sends a letter from one thread to another, through the shared library; what arrives.
int send_letter(bool announced);
