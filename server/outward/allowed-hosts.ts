/** Where requests may go that people have asked for: the word of whoever runs the server. */
export type AllowedHosts = readonly AllowedHost[];

interface AllowedHost {
  /** As it was written in the settings. */
  text: string;
  protocol: "http:" | "https:";
  /** Without the star and dot of `*.example.org`. */
  hostname: string;
  port: string;
  isWildcard: boolean;
}

const ENTRY = /^(?:(?<protocol>https?):\/\/)?(?<star>\*\.)?(?<host>[^/*@?#\s]+)$/u;

/** Reads the setting `name`: `chat.example.org, *.example.net:8443, http://127.0.0.1:9000`. Throws an Error naming a wrong one. */
export function allowedHostsFrom(name: string, text: string | undefined): AllowedHosts {
  return (text ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const { protocol = "https", star, host } = ENTRY.exec(part)?.groups ?? {};
      const url = host === undefined ? null : URL.parse(`${protocol}://${host}/`);
      if (!url || (star && !/[a-z]$/iu.test(url.hostname)))
        throw new Error(`${name} must list hosts like chat.example.org or *.example.org, not ${part}`);
      return {
        text: part,
        protocol: url.protocol as AllowedHost["protocol"],
        hostname: url.hostname,
        port: url.port,
        isWildcard: star !== undefined,
      };
    });
}

/** Whether an address is at one of them. HTTPS, unless the host is listed with `http://`; the port is part of the host. */
export function isAllowedHost(hosts: AllowedHosts, { protocol, hostname, port }: URL): boolean {
  return hosts.some(
    (allowed) =>
      allowed.protocol === protocol &&
      allowed.port === port &&
      (allowed.isWildcard ? hostname.endsWith(`.${allowed.hostname}`) : hostname === allowed.hostname),
  );
}
