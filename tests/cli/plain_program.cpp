// Built without Heddle.
int main() {}
